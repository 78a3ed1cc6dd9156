"""Gather every hostile file there is."""

from __future__ import annotations

from functools import cache

from archive.specimens.hostile import bombs, cuts, names, packs, pdf_tricks, polyglots, whole
from archive.specimens.hostile.types import Case

_SPARSE_BYTES = 5 << 30


@cache
def cases() -> tuple[Case, ...]:
    """Return all cases, each under a name of its own; always the same."""
    return (
        *cuts.cut_pictures(), *cuts.cut_documents(), *cuts.cut_recordings(), *cuts.cut_archives(),
        *cuts.wrong_names(), *cuts.damaged(), *bombs.pixel_bombs(), *bombs.page_bombs(), *bombs.metadata_bombs(),
        *pdf_tricks.acting_pdfs(), *pdf_tricks.turning_pdfs(), *pdf_tricks.growing_pdfs(), *pdf_tricks.locked_pdfs(),
        *packs.packs(), *names.names(), *polyglots.polyglots(), *_sparse(),
    )  # fmt: skip


def _sparse() -> tuple[Case, ...]:
    fault = "It has 5 GB, nearly all of it a hole."
    return (
        Case("5 GB.jpg", whole.picture("jpeg", 950), "too_large", fault, grown_to=_SPARSE_BYTES),
        Case("5 GB.pdf", whole.pdf(951), "too_large", fault, grown_to=_SPARSE_BYTES),
        Case("5 GB nol.bin", b"", "too_large", fault, grown_to=_SPARSE_BYTES),
    )
