"""Gather every hostile file there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from archive.specimens.hostile import bombs, cuts, names, packs, pdf_tricks, polyglots, whole
from archive.specimens.hostile.types import Case

_SPARSE_BYTES = 5 << 30


def _sparse() -> Iterator[Case]:
    fault = "It has 5 GB, nearly all of it a hole."
    yield Case("5 GB.jpg", whole.picture("jpeg", 950), "too_large", fault, grown_to=_SPARSE_BYTES)
    yield Case("5 GB.pdf", whole.pdf(951), "too_large", fault, grown_to=_SPARSE_BYTES)
    yield Case("5 GB nol.bin", b"", "too_large", fault, grown_to=_SPARSE_BYTES)


GROUPS: dict[str, Callable[[], Iterator[Case]]] = {
    "pictures cut off": cuts.cut_pictures,
    "documents cut off": cuts.cut_documents,
    "recordings cut off": cuts.cut_recordings,
    "archives cut off": cuts.cut_archives,
    "wrong names": cuts.wrong_names,
    "damaged": cuts.damaged,
    "pixel bombs": bombs.pixel_bombs,
    "page bombs": bombs.page_bombs,
    "metadata bombs": bombs.metadata_bombs,
    "PDFs that act": pdf_tricks.acting_pdfs,
    "PDFs that go round": pdf_tricks.turning_pdfs,
    "PDFs that grow": pdf_tricks.growing_pdfs,
    "PDFs that are locked": pdf_tricks.locked_pdfs,
    "archives": packs.packs,
    "odd names": names.names,
    "two things at once": polyglots.polyglots,
    "holes": _sparse,
}


@cache
def group(name: str) -> tuple[Case, ...]:
    """Return the cases of one of GROUPS; always the same."""
    return tuple(GROUPS[name]())


def cases() -> tuple[Case, ...]:
    """Return all cases, each under a name of its own."""
    return tuple(case for name in GROUPS for case in group(name))
