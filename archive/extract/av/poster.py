"""Take a still picture out of a film: a given second, or one that shows something."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageStat, UnidentifiedImageError

from archive.extract.av.errors import RecordingUnreadable
from archive.extract.av.facts import RecordingFacts
from archive.extract.av.programs import AvLimits, input_of, run
from archive.extract.errors import gettext_noop

POSTER_EDGE = 1280
_TRIED = (0.1, 0.25, 0.5, 0.75, 0.02)
"""Shares of the length at which a picture is looked for; a film's beginning is often black, or a test card."""
_LIVELY = 28.0
"""Deviation of the grays from which a picture counts as showing something."""
_MOST_BYTES = 16 << 20
_POSTER_SECONDS = 120
_DEFAULT_LIMITS = AvLimits()


def choose_poster(
    path: Path, facts: RecordingFacts, limits: AvLimits = _DEFAULT_LIMITS
) -> tuple[float, Image.Image] | None:
    """Return the second and the picture of the first lively frame tried, else of the liveliest; a sound file's cover.

    None where there is nothing to be seen.
    """
    if facts.video is None:
        return (0.0, _frame(path, 0.0, limits)) if facts.has_cover else None
    best: tuple[float, float, Image.Image] | None = None
    for share in _TRIED:
        second = round(facts.duration_seconds * share, 2)
        try:
            picture = _frame(path, second, limits)
        except RecordingUnreadable:
            continue
        lively = float(ImageStat.Stat(picture.convert("L")).stddev[0])
        if best is None or lively > best[0]:
            best = (lively, second, picture)
        if lively >= _LIVELY or not facts.duration_seconds:
            break
    return (best[1], best[2]) if best else None


def poster_at(path: Path, second: float, limits: AvLimits = _DEFAULT_LIMITS) -> Image.Image:
    """Return the picture at a second. Raises ``RecordingUnreadable`` where the film has none there."""
    return _frame(path, second, limits)


def _frame(path: Path, second: float, limits: AvLimits) -> Image.Image:
    packed = bytearray()

    def keep(chunk: bytes) -> None:
        packed.extend(chunk)
        if len(packed) > _MOST_BYTES:
            raise RecordingUnreadable(_NOTHING, second=f"{second:g}")

    fitted = f"scale=w='min({POSTER_EDGE},iw*sar)':h='min({POSTER_EDGE},ih)':force_original_aspect_ratio=decrease"
    picture = [
        "-map",
        "0:v:0",
        "-frames:v",
        "1",
        "-vf",
        f"{fitted},setsar=1",
        "-f",
        "image2pipe",
        "-c:v",
        "png",
        "pipe:1",
    ]
    start = ["-ss", f"{second:.3f}"] if second else []
    arguments = ["-v", "error", "-nostdin", "-threads", str(limits.threads), *start, *input_of(path), *picture]
    run(limits.ffmpeg, arguments, keep, limits=limits, seconds=_POSTER_SECONDS)
    try:
        return Image.open(BytesIO(bytes(packed))).convert("RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise RecordingUnreadable(_NOTHING, second=f"{second:g}") from error


_NOTHING = gettext_noop("There is no picture at second %(second)s of this recording.")
