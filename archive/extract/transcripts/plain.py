"""Read a transcript from plain text: paragraphs, with times where each one opens with its time."""

from __future__ import annotations

import re

from archive.extract.errors import gettext_noop
from archive.extract.transcripts.errors import TranscriptError
from archive.extract.transcripts.types import LONGEST_PASSAGE, Cue, TranscriptText

LAST_SECONDS = 10
_STAMP = re.compile(r"[\[(]?(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?[\])]?(?:\s*[-–—:]\s+|\s+|$)")
_TOO_LONG = gettext_noop("A paragraph is longer than %(limit)s characters. Divide it by an empty line.")
_EARLIER = gettext_noop("The time at “%(text)s” lies before that of the paragraph above it. Put them in order.")


def read_plain(text: str) -> TranscriptText:
    """Return the paragraphs of a text; raises ``TranscriptError``.

    Where every paragraph (or every line, in a text without empty lines) opens with a time such as ``[01:23]``, it
    lasts until the next one; else the transcript has no times.
    """
    blocks = [block for block in re.split(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)+", text) if block.strip()]
    if len(blocks) == 1:
        blocks = [line for line in blocks[0].splitlines() if line.strip()]
    stamps = [_STAMP.match(block.strip()) for block in blocks]
    if blocks and all(stamps):
        return TranscriptText(_timed([block.strip() for block in blocks]), is_timed=True)
    return TranscriptText(tuple(Cue(0, 0, _tidy(block)) for block in blocks), is_timed=False)


def _timed(blocks: list[str]) -> tuple[Cue, ...]:
    found: list[tuple[int, str]] = []
    for block in blocks:
        match = _STAMP.match(block)
        if match is None:
            continue
        hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
        start_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((match[4] or "0").ljust(3, "0"))
        if found and start_ms < found[-1][0]:
            raise TranscriptError(_EARLIER, text=block[:60])
        found.append((start_ms, _tidy(block[match.end() :])))
    ends = [start for start, _text in found[1:]] + [found[-1][0] + LAST_SECONDS * 1000]
    return tuple(Cue(start, end, text) for (start, text), end in zip(found, ends, strict=True) if text)


def _tidy(block: str) -> str:
    text = " ".join(block.split())
    if len(text) > LONGEST_PASSAGE:
        raise TranscriptError(_TOO_LONG, limit=LONGEST_PASSAGE)
    return text
