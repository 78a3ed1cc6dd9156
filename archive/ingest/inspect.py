"""Inspect one file before it is taken in: its type, size, checksum, kind, and whether it is whole."""

from __future__ import annotations

from pathlib import Path

from archive.extract.sidecars.opening import ENDINGS, text_form
from archive.extract.written.reading import TEXT
from archive.ingest.checksum import checksum
from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.images import ImageFacts, inspect_image
from archive.ingest.media_types import MediaType, detect
from archive.ingest.office import inspect_office
from archive.ingest.page_likeness import is_page
from archive.ingest.pdfs import inspect_pdf
from archive.ingest.recordings import inspect_recording
from archive.ingest.titles import shown_name, suggest_title
from archive.ingest.types import IngestLimits, Inspection, Kind, Note
from archive.ingest.walk import missing, unreadable
from archive.ingest.written import inspect_written

_DEFAULT_LIMITS = IngestLimits()
_TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".asc", ".log", ".md"})
_SUBTITLES = (".vtt", ".srt")


def inspect(
    path: Path, limits: IngestLimits = _DEFAULT_LIMITS, *, name: str | None = None, kind: Kind | None = None
) -> Inspection:
    """Return what the bytes of a file say, or raise ``IngestRefused`` with the reason.

    ``name`` is the name the sender gave when the file lies under another (an upload); ``kind``
    overrules the choice between photograph and document. The file is read in strips, never whole.
    """
    named = Path(name) if name else path
    try:
        return _inspect(path, limits, named, kind)
    except FileNotFoundError as error:
        raise missing() from error
    except OSError as error:
        raise unreadable(error) from error


def _inspect(path: Path, limits: IngestLimits, named: Path, kind: Kind | None) -> Inspection:
    _check_size(path, limits)
    media_type = _media_type(path, named)
    width = height = 0
    duration_seconds = 0.0
    embedded_title = ""
    if media_type.is_image:
        facts = inspect_image(path, limits, media_type)
        width, height, page_count = facts.width, facts.height, facts.frame_count
        decided = kind or decide_kind(facts)  # looking is half of the work: not done where a person has said it
    elif media_type.is_recording:
        recording = inspect_recording(path, media_type)
        media_type, embedded_title, decided = recording.media_type, recording.title, Kind.RECORDING
        width, height, duration_seconds = recording.width, recording.height, recording.duration_seconds
        page_count = 0
    elif media_type.is_office:
        inspect_office(path, media_type.name)
        page_count, decided = 0, Kind.DOCUMENT
    elif media_type.is_written:
        embedded_title = inspect_written(path, media_type.name)
        page_count, decided = 0, Kind.DOCUMENT
    else:
        pdf = inspect_pdf(path, limits)
        page_count, embedded_title, decided = pdf.page_count, pdf.title, Kind.DOCUMENT
    sha256, size_bytes = checksum(path)
    return Inspection(
        path=path,
        original_name=shown_name(named),
        media_type=media_type.name,
        extension=media_type.extensions[0],
        kind=decided,
        size_bytes=size_bytes,
        sha256=sha256,
        suggested_title=suggest_title(named, embedded_title),
        width=width,
        height=height,
        page_count=page_count,
        duration_seconds=duration_seconds,
        notes=_notes(named, media_type),
    )


def _media_type(path: Path, named: Path) -> MediaType:
    """Tell the media type; say of a sidecar how it comes to its file, though it could be taken for text or HTML."""
    if named.name.lower().endswith(ENDINGS) and text_form(path):
        message = gettext_noop(
            "This is the text of pages (ALTO or hOCR) without its scan. Add it on the page of the file, or take both "
            "in from one folder under the same name."
        )
        raise IngestRefused(Reason.UNSUPPORTED_TYPE, message)
    found = detect(path)
    if found.is_written and named.suffix.lower() in _SUBTITLES:
        message = gettext_noop(
            "This is a transcript without its recording. Add it on the page of the recording's file, or take both in "
            "from one folder under the same name."
        )
        raise IngestRefused(Reason.UNSUPPORTED_TYPE, message)
    if found.name == TEXT and named.suffix.lower() not in _TEXT_SUFFIXES:
        # Nearly any bytes are text in some character set, so the name has its say.
        message = gettext_noop(
            "This is no format that is taken. If it is plain text, give it a name that ends in .txt and send it again."
        )
        raise IngestRefused(Reason.UNSUPPORTED_TYPE, message)
    return found


def decide_kind(facts: ImageFacts) -> Kind:
    """Decide whether an image is a photograph or the image of a page, by its content."""
    if facts.frame_count > 1:
        return Kind.DOCUMENT
    if facts.is_from_camera:
        return Kind.PHOTO
    page = is_page(facts.reduced, facts.dots_per_inch)
    return Kind.DOCUMENT if page else Kind.PHOTO


def _check_size(path: Path, limits: IngestLimits) -> None:
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        message = gettext_noop("This file is empty (0 bytes). Copy it again.")
        raise IngestRefused(Reason.EMPTY, message)
    if size_bytes > limits.max_bytes:
        message = gettext_noop("This file has %(size)d MB; at most %(limit)d MB are taken.")
        mebibyte = 1024 * 1024
        raise IngestRefused(
            Reason.TOO_LARGE, message, size=-(-size_bytes // mebibyte), limit=limits.max_bytes // mebibyte
        )


def _notes(named: Path, media_type: MediaType) -> tuple[Note, ...]:
    notes = []
    if not named.suffix:
        notes.append(Note.NO_EXTENSION)
    elif named.suffix.lower() not in media_type.extensions:
        notes.append(Note.MISMATCHED_EXTENSION)
    if "\ufffd" in shown_name(named):
        notes.append(Note.NAME_NOT_UTF8)
    return tuple(notes)
