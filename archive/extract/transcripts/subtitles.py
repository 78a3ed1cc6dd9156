"""Read WebVTT (https://www.w3.org/TR/webvtt1/, section 6) and SubRip files.

A browser drops what it cannot read; an archive must not lose a passage without a word, so each such place is an
error with its line. What only concerns looks (settings, styles, regions, tags) is passed over.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.extract.errors import gettext_noop
from archive.extract.transcripts.errors import TranscriptError
from archive.extract.transcripts.types import LONGEST_PASSAGE, Cue, TranscriptText

ARROW = "-->"
_TIME = r"(?:(\d{1,5}):)?(\d{2}):(\d{2})[.,](\d{3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
_TAG = re.compile(r"<[^>]*(?:>|$)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_SRT_MARK = re.compile(r"\{\\[^}]*\}")
_LANGUAGE = re.compile(r"Language:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*$", re.I)
_BREAK = re.compile(r"\r\n|\r|\n")
_ASIDE = ("NOTE", "STYLE", "REGION")

_NO_HEADER = gettext_noop("The first line must be WEBVTT, and an empty line must follow it.")
_BAD_TIME = gettext_noop("Line %(line)s has no proper time: “%(text)s”. Write it as 00:01:23.000 --> 00:01:25.000.")
_BACKWARDS = gettext_noop("Line %(line)s ends before it starts: “%(text)s”.")
_TIMELESS = gettext_noop("Line %(line)s has text without a time: “%(text)s”. Write its time in the line above it.")
_TOO_LONG = gettext_noop("The passage at line %(line)s is longer than %(limit)s characters. Divide it.")


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines between empty ones; ``line`` counts the first from 1."""

    line: int
    lines: list[str]


def read_vtt(text: str) -> TranscriptText:
    """Return the cues of a WebVTT file in the order of their times. Raises ``TranscriptError``."""
    blocks = list(_blocks(text))
    header = blocks[0] if blocks and blocks[0].line == 1 else None
    if header is None or not re.match(r"WEBVTT(?:[ \t].*)?$", header.lines[0]):
        raise TranscriptError(_NO_HEADER)
    found = (_LANGUAGE.match(line) for line in header.lines)
    language = next((match[1] for match in found if match), "")
    # A cue may follow the header's line without an empty one between.
    timed = next((place for place, line in enumerate(header.lines) if ARROW in line), None)
    if timed is not None:
        blocks[0] = _Block(1 + timed, header.lines[timed:])
    body = blocks if timed is not None else blocks[1:]
    spoken = [block for block in body if not _is_aside(block)]
    return TranscriptText(_cues(spoken, _from_vtt), is_timed=True, language=language)


def read_srt(text: str) -> TranscriptText:
    """Return the cues of a SubRip file in the order of their times. Raises ``TranscriptError``."""
    return TranscriptText(_cues(list(_blocks(text)), _from_srt), is_timed=True)


def _blocks(text: str) -> Iterator[_Block]:
    gathered: list[str] = []
    number = 0
    for number, line in enumerate(_BREAK.split(text), start=1):
        if line.strip():
            gathered.append(line)
        elif gathered:
            yield _Block(number - len(gathered), gathered)
            gathered = []
    if gathered:
        yield _Block(number - len(gathered) + 1, gathered)


def _is_aside(block: _Block) -> bool:
    first = block.lines[0]
    return any(first == word or first.startswith((f"{word} ", f"{word}\t")) for word in _ASIDE) and not any(
        ARROW in line for line in block.lines
    )


def _cues(blocks: list[_Block], plain: Callable[[str], tuple[str, str]]) -> tuple[Cue, ...]:
    found = [cue for block in blocks for cue in _cues_of(block, plain)]
    return tuple(sorted(found, key=lambda cue: (cue.start_ms, cue.end_ms)))


def _cues_of(block: _Block, plain: Callable[[str], tuple[str, str]]) -> Iterator[Cue]:
    """Yield the cues of a block: one as a rule; a time line in the midst of text begins another."""
    times = [place for place, line in enumerate(block.lines) if ARROW in line]
    # One line before the first time is the cue's name or number.
    if not times or times[0] > 1:
        if len(block.lines) == 1 and block.lines[0].strip().isdigit():
            return
        raise TranscriptError(_TIMELESS, line=block.line, text=block.lines[0].strip()[:60])
    for place, following in zip(times, [*times[1:], len(block.lines)], strict=True):
        start_ms, end_ms = _times(block.lines[place], block.line + place)
        text, speaker = plain("\n".join(block.lines[place + 1 : following]))
        if len(text) > LONGEST_PASSAGE:
            raise TranscriptError(_TOO_LONG, line=block.line + place, limit=LONGEST_PASSAGE)
        if text:
            yield Cue(start_ms, end_ms, text, speaker)


def _times(line: str, number: int) -> tuple[int, int]:
    match = _TIMING.match(line)
    shown = line.strip()[:60]
    if match is None:
        raise TranscriptError(_BAD_TIME, line=number, text=shown)
    parts = [int(part or 0) for part in match.groups()]
    if any(parts[place] > 59 for place in (1, 2, 5, 6)):
        raise TranscriptError(_BAD_TIME, line=number, text=shown)
    start_ms, end_ms = (
        ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms for hours, minutes, seconds, ms in (parts[:4], parts[4:])
    )
    if end_ms < start_ms:
        raise TranscriptError(_BACKWARDS, line=number, text=shown)
    return start_ms, end_ms


def _from_vtt(text: str) -> tuple[str, str]:
    """Return cue text without tags, references resolved, and the first voice."""
    voice = _VOICE.search(text)
    return _tidy(html.unescape(_TAG.sub("", text))), html.unescape(voice[1]).strip()[:100] if voice else ""


def _from_srt(text: str) -> tuple[str, str]:
    """Return cue text without the tags players know (<i>, <font …>) and position marks ({\\an8})."""
    return _tidy(_SRT_MARK.sub("", re.sub(r"</?(?:i|b|u|s|font)\b[^>]*>", "", text, flags=re.I))), ""


def _tidy(text: str) -> str:
    return "\n".join(line for each in text.split("\n") if (line := " ".join(each.split())))
