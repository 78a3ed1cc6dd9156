"""Convert a recording to a copy that every browser plays: MP3 for sound, H.264 with AAC in MP4 for film."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from archive.extract.av.facts import RecordingFacts
from archive.extract.av.programs import AvLimits, input_of, run

SOUND_TYPE = "audio/mpeg"
FILM_TYPE = "video/mp4"
LONG_EDGE, SHORT_EDGE = 1280, 720
MOST_FRAMES = 30
_FILM_KBITS = 2_500
_SOUND_KBITS = {1: 64, 2: 128}
_DEFAULT_LIMITS = AvLimits()


def copy_type(facts: RecordingFacts) -> str:
    """Return the media type of the copy that ``convert`` makes."""
    return FILM_TYPE if facts.video else SOUND_TYPE


def convert(
    path: Path,
    target: Path,
    facts: RecordingFacts,
    on_progress: Callable[[float], None],
    limits: AvLimits = _DEFAULT_LIMITS,
) -> None:
    """Write the copy to ``target``; ``on_progress`` is told the seconds done so far.

    A film is at most 1280 × 720 (or upright the other way round), 30 pictures a second and 2.5 Mbit/s, with its index
    at the front, so that it starts before it is fetched. Raises the errors of ``programs.run``.
    """
    run(
        limits.ffmpeg,
        [*_opening(limits), *input_of(path), *(_film(facts) if facts.video else _sound(facts)), "-y", f"file:{target}"],
        _Progress(on_progress),
        limits=limits,
        seconds=limits.convert_seconds,
    )


def _opening(limits: AvLimits) -> list[str]:
    return ["-v", "error", "-nostdin", "-nostats", "-progress", "pipe:1", "-threads", str(limits.threads)]


def _sound(facts: RecordingFacts) -> list[str]:
    channels = min(2, max(1, facts.audio.channels if facts.audio else 1))
    coded = ["-c:a", "libmp3lame", "-b:a", f"{_SOUND_KBITS[channels]}k", "-ac", str(channels), "-ar", "44100"]
    return ["-map", "0:a:0", "-vn", "-sn", "-dn", *_BARE, *coded, "-f", "mp3"]


_BARE = ["-map_metadata", "-1", "-map_chapters", "-1"]


def _film(facts: RecordingFacts) -> list[str]:
    video = facts.video
    is_upright = video is not None and video.height > video.width
    width, height = (SHORT_EDGE, LONG_EDGE) if is_upright else (LONG_EDGE, SHORT_EDGE)
    fitted = (
        f"scale=w='min({width},iw*sar)':h='min({height},ih)':force_original_aspect_ratio=decrease,"
        "scale=w='max(2,trunc(iw/2)*2)':h='max(2,trunc(ih/2)*2)',setsar=1,format=yuv420p"
    )
    rate = ["-fpsmax", str(MOST_FRAMES)]
    coded = ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "23", "-threads:v", "1"]
    bounded = ["-maxrate", f"{_FILM_KBITS}k", "-bufsize", f"{2 * _FILM_KBITS}k", "-g", "120"]
    sound = ["-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "44100"] if facts.audio else ["-an"]
    streams = ["-map", "0:v:0", *(["-map", "0:a:0"] if facts.audio else []), "-sn", "-dn", *_BARE]
    return [*streams, "-vf", fitted, *rate, *coded, *bounded, *sound, "-movflags", "+faststart", "-f", "mp4"]


class _Progress:
    """Reads ``key=value`` lines of ``-progress`` and tells the seconds done."""

    def __init__(self, tell: Callable[[float], None]) -> None:
        self._tell = tell
        self._rest = b""

    def __call__(self, chunk: bytes) -> None:
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            name, _, value = line.partition(b"=")
            if name == b"out_time_us" and value.lstrip(b"-").isdigit():
                self._tell(max(0, int(value)) / 1_000_000)
