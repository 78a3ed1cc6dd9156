"""Turn a stored page upright and level for reading, and carry boxes back to the upright page."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from archive.extract.ocr.geometry import Lie

TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
LEVEL_ENOUGH_DEG = 0.06
WANTED_CORE_PX = 18.0
SMALLEST_CORE_PX = 11.0
LARGEST_CORE_PX = 20.0
SHARP_SCALE = 0.95
BOX = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """How the reading image was made from the upright page: turned by ``skew_deg``, then scaled by ``scale``.

    ``upright`` and ``reading`` are sizes in pixels; both images share their center.
    """

    upright: tuple[int, int]
    reading: tuple[int, int]
    skew_deg: float
    scale: float

    def box_on_upright(self, left: float, top: float, width: float, height: float) -> BOX:
        """Return x, y, w, h as fractions of the upright page for a box in pixels of the reading image."""
        turn = math.radians(self.skew_deg)
        cos, sin = math.cos(turn), math.sin(turn)
        dx = (left + width / 2 - self.reading[0] / 2) / self.scale
        dy = (top + height / 2 - self.reading[1] / 2) / self.scale
        x = dx * cos + dy * sin + self.upright[0] / 2
        y = -dx * sin + dy * cos + self.upright[1] / 2
        # A slanted word needs a taller box; its width hardly changes.
        w = width / self.scale
        h = height / self.scale + abs(sin) * w
        return clipped(((x - w / 2) / self.upright[0], (y - h / 2) / self.upright[1],
                        w / self.upright[0], h / self.upright[1]))  # fmt: skip


def clipped(box: BOX) -> BOX:
    """Return the part of a box that lies on the page."""
    left, top = min(max(box[0], 0.0), 1.0), min(max(box[1], 0.0), 1.0)
    right, bottom = min(max(box[0] + box[2], 0.0), 1.0), min(max(box[1] + box[3], 0.0), 1.0)
    return left, top, right - left, bottom - top


def turned(image: Image.Image, clockwise_deg: int) -> Image.Image:
    """Return the image turned by 0, 90, 180 or 270 degrees clockwise."""
    return image.transpose(TURNS[clockwise_deg]) if clockwise_deg else image


def scale_for(core_px: float, pixels: int, most_pixels: int) -> float:
    """Return the scale at which print of a given height of small letters is read best and soonest."""
    scale = 1.0
    if core_px > LARGEST_CORE_PX:
        scale = max(WANTED_CORE_PX / core_px, 0.1)
    elif 0 < core_px < SMALLEST_CORE_PX:
        scale = min(WANTED_CORE_PX / core_px, 3.0)
    return min(scale, math.sqrt(most_pixels / pixels))


def level(upright: Image.Image, lie: Lie, scale: float) -> tuple[Image.Image, Frame]:
    """Return the reading image of an upright gray page, level and scaled, and its frame."""
    frame_size = (upright.width, upright.height)
    skew = lie.skew_deg if abs(lie.skew_deg) > LEVEL_ENOUGH_DEG else 0.0
    if not skew and scale == 1.0:
        return upright, Frame(frame_size, frame_size, 0.0, 1.0)
    turn = math.radians(skew)
    cos, sin = math.cos(turn), math.sin(turn)
    reading = (
        math.ceil((upright.width * cos + upright.height * abs(sin)) * scale),
        math.ceil((upright.height * cos + upright.width * abs(sin)) * scale),
    )
    factor = max(1, int(1 / scale)) if scale < 1 else 1
    source = upright.reduce(factor) if factor > 1 else upright
    step = 1 / scale / factor
    middle = (source.width / 2, source.height / 2)
    a, b, d, e = cos * step, sin * step, -sin * step, cos * step
    offset = (middle[0] - a * reading[0] / 2 - b * reading[1] / 2, middle[1] - d * reading[0] / 2 - e * reading[1] / 2)
    # Reduced print keeps its edges with the quicker filter; at full size or enlarged it would lose them.
    resample = Image.Resampling.BILINEAR if scale < SHARP_SCALE else Image.Resampling.BICUBIC
    out = source.transform(
        reading, Image.Transform.AFFINE, (a, b, offset[0], d, e, offset[1]),
        resample=resample, fillcolor=paper_of(source),
    )  # fmt: skip
    return out, Frame(frame_size, reading, skew, scale)


def paper_of(gray: Image.Image) -> int:
    """Return the usual brightness of the paper."""
    return int(np.percentile(np.asarray(gray)[::16, ::16], 70))
