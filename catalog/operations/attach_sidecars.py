"""Keep transcripts that lie beside a recording as transcripts of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from archive.choices import EventName
from archive.errors import TranscriptHeld
from archive.extract.transcripts import TranscriptError, read_transcript
from archive.ingest.checksum import checksum
from archive.ingest.sidecars import language_in_name, transcripts_beside
from archive.models import Recording
from archive.operations.log_event import log_event
from archive.operations.store_transcript import TranscriptOrder, store_transcript_file
from archive.queries import asset_with_checksum
from archive.reasons import Reason, reason_of
from catalog.vocabulary.languages import normalize_language

if TYPE_CHECKING:
    from catalog.models import User

LARGEST_READ = (10 << 20) + 1
WITH_IT = gettext_noop("A transcript; it is kept with the recording %(recording)s.")


def attach_sidecars(*, recording: Recording, path: Path, user: User | None = None) -> int:
    """Attach every transcript beside a recording that was just taken in; return how many.

    A broken one does not keep the recording out: it is noted in the recording's log.
    """
    attached = 0
    for sidecar in transcripts_beside(path):
        try:
            _store(recording, sidecar.path, sidecar.language, user)
        except TranscriptHeld:
            continue
        except TranscriptError as error:
            log_event(
                recording, EventName.TRANSCRIPT_REFUSED, user=user, original_name=sidecar.path.name,
                reason=reason_of(error).as_dict(),
            )  # fmt: skip
            continue
        attached += 1
    return attached


def attach_sidecar(*, path: Path, beside: Path, user: User | None = None) -> tuple[Recording | None, Reason]:
    """Attach one transcript to the recording it lies beside, where that is held; return it and what to tell.

    A recording that is not held yet takes its transcripts along when its turn comes. Raises ``TranscriptError``.
    """
    content = _content(path)
    read_transcript(content, path.suffix)
    why = Reason("", WITH_IT, {"recording": beside.name})
    held = asset_with_checksum(checksum(beside)[0])
    if not isinstance(held, Recording):
        return None, why
    with suppress(TranscriptHeld):
        _store(held, path, language_in_name(path, beside), user)
    return held, why


def join_transcript(*, recording: Recording, path: Path, name: str, user: User | None = None) -> None:
    """Attach a transcript called ``name`` to its recording; one that is held already stays. Raises TranscriptError."""
    language = language_in_name(Path(name), Path(recording.original_name))
    order = TranscriptOrder(language=normalize_language(language) or language)
    with suppress(TranscriptHeld):
        store_transcript_file(recording_id=recording.pk, content=_content(path), name=name, order=order, user=user)


def _store(recording: Recording, path: Path, language: str, user: User | None) -> None:
    order = TranscriptOrder(language=normalize_language(language) or language, came_with_deposit=True)
    store_transcript_file(recording_id=recording.pk, content=_content(path), name=path.name, order=order, user=user)


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST_READ)
