"""Make sounds and films with known content by ffmpeg: tones, test pictures, chapters, covers; always the same."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from archive.specimens.errors import ProgramMissing, SpecimenError

_CODECS: dict[str, list[str]] = {
    ".mp3": ["-c:a", "libmp3lame", "-b:a", "96k"],
    ".m4a": ["-c:a", "aac", "-b:a", "96k"],
    ".aac": ["-c:a", "aac", "-b:a", "96k"],
    ".ogg": ["-c:a", "libvorbis"],
    ".opus": ["-c:a", "libopus"],
    ".wav": ["-c:a", "pcm_s16le"],
    ".flac": ["-c:a", "flac"],
    ".aiff": ["-c:a", "pcm_s16be"],
    ".wma": ["-c:a", "wmav2"],
    ".mp4": ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"],
    ".mov": ["-c:v", "mpeg4", "-c:a", "aac"],
    ".mkv": ["-c:v", "mpeg4", "-c:a", "flac"],
    ".webm": ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis"],
    ".avi": ["-c:v", "mpeg4", "-c:a", "libmp3lame"],
    ".mpg": ["-c:v", "mpeg2video", "-c:a", "mp2"],
    ".ts": ["-c:v", "mpeg2video", "-c:a", "mp2"],
    ".wmv": ["-c:v", "wmv2", "-c:a", "wmav2"],
}
SLIDE_FPS = 5
_BITEXACT = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]
SOUNDS = (".mp3", ".m4a", ".aac", ".ogg", ".opus", ".wav", ".flac", ".aiff", ".wma")
FILMS = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".ts", ".wmv")


def make_sound(
    path: Path, seconds: float = 4.0, *, tags: Mapping[str, str] | None = None, chapters: Sequence[str] = ()
) -> Path:
    """Write a tone of 440 Hz, silent in its second half, in the format of the extension; return the path."""
    source = f"aevalsrc=exprs='0.5*sin(2*PI*440*t)*lt(t,{seconds / 2})':d={seconds}:s=44100"
    return _run(path, ["-f", "lavfi", "-i", source], [], tags or {}, _Chapters(chapters, seconds))


def make_film(
    path: Path, seconds: float = 4.0, *, size: str = "320x180", tags: Mapping[str, str] | None = None,
    chapters: Sequence[str] = (), is_silent: bool = False,
) -> Path:  # fmt: skip
    """Write a film with a test picture, black for its first fifth, and a tone unless silent; return the path."""
    black = f"drawbox=t=fill:color=black:enable='lt(t,{seconds / 5})'"
    picture = ["-f", "lavfi", "-i", f"testsrc2=s={size}:r=12:d={seconds},{black}"]
    tone = [] if is_silent else ["-f", "lavfi", "-i", f"sine=frequency=330:d={seconds}:r=44100"]
    return _run(path, [*picture, *tone], ["-an"] if is_silent else [], tags or {}, _Chapters(chapters, seconds))


def make_slides(
    path: Path, pictures: Sequence[Path], sound: Path, seconds: float, *, chapters: Sequence[str] = ()
) -> Path:
    """Write an MP4 that shows pictures of one even size one after another while a sound plays; return the path."""
    each = seconds / len(pictures)
    still = ("-framerate", str(SLIDE_FPS), "-loop", "1", "-t", f"{each:.3f}", "-i")
    sources = [part for picture in pictures for part in (*still, str(picture))]
    joined = "".join(f"[{place}:v]" for place in range(len(pictures))) + f"concat=n={len(pictures)}:v=1:a=0[v]"
    options = ["-filter_complex", joined, "-map", "[v]", "-map", f"{len(pictures)}:a", "-shortest"]
    return _run(path, [*sources, "-i", str(sound)], options, {}, _Chapters(chapters, seconds))


class _Chapters:
    """Equally long chapters in ffmpeg's own text form."""

    def __init__(self, titles: Sequence[str], seconds: float) -> None:
        step = round(seconds * 1000 / max(1, len(titles)))
        rows = (
            f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={place * step}\nEND={(place + 1) * step}\ntitle={title}\n"
            for place, title in enumerate(titles)
        )
        self.text = ";FFMETADATA1\n" + "".join(rows) if titles else ""


def _run(path: Path, sources: list[str], options: list[str], tags: Mapping[str, str], chapters: _Chapters) -> Path:
    if shutil.which("ffmpeg") is None:
        raise ProgramMissing("ffmpeg is not installed; install the Debian package ffmpeg.")
    coded = _CODECS[path.suffix]
    if "-an" in options and "-c:a" in coded:
        coded = coded[: coded.index("-c:a")]
    said = [part for name, value in tags.items() for part in ("-metadata", f"{name}={value}")]
    marked = ["-f", "ffmetadata", "-i", "pipe:0", "-map_chapters", str(sources.count("-i"))] if chapters.text else []
    command = ["ffmpeg", "-v", "error", "-y", *sources, *marked, *coded, *options, *said, *_BITEXACT, "-threads", "1"]
    done = subprocess.run(
        [*command, f"file:{path}"], input=chapters.text.encode(), capture_output=True, check=False, timeout=120
    )
    if done.returncode:
        raise SpecimenError(f"ffmpeg could not make {path.name}: {done.stderr.decode(errors='replace')[-300:]}")
    return path
