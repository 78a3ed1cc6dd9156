"""Write a transcript as WebVTT, SubRip or plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.extract.transcripts.types import Cue


def clock(ms: int, point: str = ".") -> str:
    """Return milliseconds as HH:MM:SS.mmm."""
    seconds, thousandths = divmod(max(0, ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"


def as_vtt(cues: Iterable[Cue]) -> Iterator[str]:
    """Yield the lines of a WebVTT file; no text can end a cue or open a tag."""
    yield "WEBVTT\n"
    for cue in cues:
        voice = f"<v {_escaped(cue.speaker)}>" if cue.speaker else ""
        yield f"\n{clock(cue.start_ms)} --> {clock(cue.end_ms)}\n{voice}{_escaped(_solid(cue.text))}\n"


def as_srt(cues: Iterable[Cue]) -> Iterator[str]:
    """Yield the blocks of a SubRip file."""
    for number, cue in enumerate(cues, start=1):
        text = _solid(cue.text).replace("-->", "→")
        yield f"{number}\n{clock(cue.start_ms, ',')} --> {clock(cue.end_ms, ',')}\n{text}\n\n"


def as_text(cues: Iterable[Cue], *, is_timed: bool) -> Iterator[str]:
    """Yield paragraphs, each with its time where there are times."""
    for cue in cues:
        stamp = f"[{clock(cue.start_ms)[:8]}] " if is_timed else ""
        voice = f"{cue.speaker}: " if cue.speaker else ""
        yield f"{stamp}{voice}{' '.join(cue.text.split())}\n\n"


def _solid(text: str) -> str:
    """Return a text without empty lines, which would end the cue."""
    return "\n".join(line for line in text.splitlines() if line.strip())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
