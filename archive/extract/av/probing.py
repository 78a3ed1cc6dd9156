"""Ask ffprobe what a recording is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archive.extract.av.errors import RecordingEmpty, RecordingUnreadable
from archive.extract.av.facts import Chapter, RecordingFacts, Stream
from archive.extract.av.programs import AvLimits, input_of, run
from archive.extract.errors import gettext_noop

_SHOWN = "format=format_name,duration,bit_rate:format_tags:stream:stream_tags:stream_disposition:chapter"
_MOST_BYTES = 8 << 20
_MOST_CHAPTERS = 1_000
_MOST_STREAMS = 64
_DEFAULT_LIMITS = AvLimits()
_QUARTER_TURNS = (90, 270)


def probe(path: Path, limits: AvLimits = _DEFAULT_LIMITS) -> RecordingFacts:
    """Return what a recording says of itself.

    Raises ``AvProgramMissing``, ``RecordingStuck``, ``RecordingUnreadable`` (no container ffprobe knows, or damaged),
    ``RecordingEmpty`` (no sound and no pictures).
    """
    said = _ask(path, ["-show_entries", _SHOWN, "-show_chapters"], limits)
    facts = _facts(said)
    if facts.video is None and facts.audio is None:
        raise RecordingEmpty(gettext_noop("This file has neither sound nor moving pictures."))
    return facts


def last_packet_end(path: Path, near_seconds: float, limits: AvLimits = _DEFAULT_LIMITS) -> float:
    """Return the second at which the last packet from about ``near_seconds`` on ends; 0 where there is none."""
    arguments = ["-read_intervals", f"{max(0.0, near_seconds):.3f}%", "-show_entries", "packet=pts_time,duration_time"]
    try:
        said = _ask(path, arguments, limits)
    except RecordingUnreadable:
        return 0.0
    packets = said.get("packets", ())
    return max((_number(one.get("pts_time")) + _number(one.get("duration_time")) for one in packets), default=0.0)


def _ask(path: Path, arguments: list[str], limits: AvLimits) -> dict[str, Any]:
    said = bytearray()

    def keep(chunk: bytes) -> None:
        said.extend(chunk)
        if len(said) > _MOST_BYTES:
            raise RecordingUnreadable(gettext_noop("This recording describes itself at endless length."))

    command = ["-v", "error", "-of", "json", *arguments, *input_of(path)]
    run(limits.ffprobe, command, keep, limits=limits, seconds=limits.probe_seconds)
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError as error:
        raise RecordingUnreadable(gettext_noop("This recording cannot be read: %(detail)s"), detail="JSON") from error
    return answer


def _facts(said: dict[str, Any]) -> RecordingFacts:
    container, rows = said.get("format") or {}, (said.get("streams") or [])[:_MOST_STREAMS]
    streams = tuple(stream for row in rows if (stream := _stream(row)))
    tags = {**_tags(rows[0]), **_tags(container)} if rows else _tags(container)
    lengths = [_number(row.get("duration")) for row in rows if row.get("codec_type") in {"audio", "video"}]
    return RecordingFacts(
        container=str(container.get("format_name", ""))[:60],
        duration_seconds=round(_number(container.get("duration")) or max(lengths, default=0.0), 3),
        bit_rate=int(_number(container.get("bit_rate"))),
        streams=streams,
        chapters=tuple(_chapter(row) for row in (said.get("chapters") or [])[:_MOST_CHAPTERS]),
        tags=tags,
        has_cover=any(_is_cover(row) for row in rows),
    )


def _is_cover(row: dict[str, Any]) -> bool:
    return row.get("codec_type") == "video" and bool((row.get("disposition") or {}).get("attached_pic"))


def _stream(row: dict[str, Any]) -> Stream | None:
    kind = row.get("codec_type")
    if kind not in {"video", "audio", "subtitle"} or _is_cover(row):
        return None
    width, height = int(_number(row.get("width"))), int(_number(row.get("height")))
    rate_hz = int(_number(row.get("sample_rate")))
    if (kind == "video" and not width) or (kind == "audio" and not rate_hz):
        return None  # noise that looks like the beginning of a stream
    if _turn(row) in _QUARTER_TURNS:
        width, height = height, width
    language = _tags(row).get("language", "")
    return Stream(
        kind=kind,
        codec=str(row.get("codec_name", "unknown"))[:40],
        language="" if language == "und" else language[:20],
        width=width,
        height=height,
        frame_rate=_rate(str(row.get("avg_frame_rate", ""))) if kind == "video" else 0.0,
        channels=int(_number(row.get("channels"))),
        sample_rate_hz=rate_hz,
        bit_rate=int(_number(row.get("bit_rate"))),
    )


def _turn(row: dict[str, Any]) -> int:
    turns = [_number(data.get("rotation")) for data in row.get("side_data_list") or ()]
    return int(next((turn for turn in turns if turn), 0)) % 360


def _chapter(row: dict[str, Any]) -> Chapter:
    title = _tags(row).get("title", "")
    return Chapter(round(_number(row.get("start_time")), 3), round(_number(row.get("end_time")), 3), title[:200])


def _tags(row: dict[str, Any]) -> dict[str, str]:
    written = row.get("tags") or {}
    return {str(name).lower()[:60]: " ".join(str(value).split())[:5_000] for name, value in written.items()}


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return 0.0
    return number if 0 <= number < 1e12 or -360 <= number < 0 else 0.0


def _rate(written: str) -> float:
    over, _, under = written.partition("/")
    bottom = _number(under or 1)
    return round(_number(over) / bottom, 3) if bottom else 0.0
