"""Cut a few pieces of lines out of a page and paste them into one small image to be read first."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from archive.extract.ocr.frame import paper_of
from archive.extract.ocr.lines import Segment

PIECES = 8
MARGIN_PX = 12


def chosen(segments: Sequence[Segment], pieces: int = PIECES) -> list[Segment]:
    """Return pieces spread evenly over the page, both columns alike."""
    if len(segments) <= pieces:
        return list(segments)
    step = len(segments) / pieces
    return [segments[int((place + 0.5) * step)] for place in range(pieces)]


def strip_of(reading: Image.Image, segments: Sequence[Segment], scale: float) -> Image.Image:
    """Return the pieces below each other; ``scale`` leads from the segments' pixels to the image's."""
    crops = [_crop(reading, segment, scale) for segment in segments]
    size = (
        max(crop.width for crop in crops) + 2 * MARGIN_PX,
        sum(crop.height + MARGIN_PX for crop in crops) + MARGIN_PX,
    )
    strip = Image.new("L", size, paper_of(reading))
    top = MARGIN_PX
    for crop in crops:
        strip.paste(crop, (MARGIN_PX, top))
        top += crop.height + MARGIN_PX
    return strip


def _crop(reading: Image.Image, segment: Segment, scale: float) -> Image.Image:
    above = 0.2 * (segment.bottom - segment.top)
    box = (
        segment.left * scale - MARGIN_PX / 2,
        (segment.top - above) * scale,
        segment.right * scale + MARGIN_PX / 2,
        (segment.bottom + above) * scale,
    )
    left, top, right, bottom = (round(edge) for edge in box)
    return reading.crop((max(0, left), max(0, top), min(reading.width, right), min(reading.height, bottom)))
