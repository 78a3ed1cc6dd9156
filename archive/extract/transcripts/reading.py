"""Read a transcript file by its extension; broken ones are refused whole, with the line that is wrong."""

from __future__ import annotations

from archive.extract.errors import gettext_noop
from archive.extract.transcripts.errors import TranscriptError
from archive.extract.transcripts.plain import read_plain
from archive.extract.transcripts.subtitles import read_srt, read_vtt
from archive.extract.transcripts.types import TranscriptText

SUFFIXES = (".vtt", ".srt", ".txt")
LARGEST_BYTES = 10 << 20
MOST_CUES = 50_000
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_READERS = {".vtt": read_vtt, ".srt": read_srt, ".txt": read_plain}


def read_transcript(content: bytes, suffix: str) -> TranscriptText:
    """Return the transcript in a file's bytes; ``suffix`` is one of ``SUFFIXES``.

    Text is UTF-8, UTF-16 with its mark, or what Windows wrote Cyrillic in before (cp1251; not in WebVTT, which is
    UTF-8 by definition). Raises ``TranscriptError``.
    """
    if len(content) > LARGEST_BYTES:
        message = gettext_noop("A transcript may have %(limit)s MB at most.")
        raise TranscriptError(message, limit=LARGEST_BYTES >> 20)
    reader = _READERS.get(suffix.lower())
    if reader is None:
        raise TranscriptError(gettext_noop("Transcripts are taken as VTT, SRT or TXT files."))
    # NUL becomes U+FFFD as WebVTT wants it; no database takes it either.
    found = reader(_decoded(content, suffix.lower()).replace("\x00", "\ufffd"))
    if not found.cues:
        raise TranscriptError(gettext_noop("This transcript has no text."))
    if len(found.cues) > MOST_CUES:
        raise TranscriptError(gettext_noop("A transcript may have %(limit)s passages at most."), limit=MOST_CUES)
    return found


def _decoded(content: bytes, suffix: str) -> str:
    for mark, name in _BOMS.items():
        if content.startswith(mark):
            return content.decode(name, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if suffix == ".vtt":
            line = content.count(b"\n", 0, error.start) + 1
            message = gettext_noop("Line %(line)s is not UTF-8, as a VTT file must be. Save the file as UTF-8.")
            raise TranscriptError(message, line=line) from error
        return content.decode("cp1251", "replace")
