"""Draw stamps and signatures, the marks of an office that are not set text."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from archive.specimens import fonts
from archive.specimens.paper import clouds
from archive.specimens.types import Mark

STAMP_INK = (74, 66, 128)
PEN_INK = (36, 38, 84)


def draw_mark(
    size: tuple[int, int], mark: Mark, dpi: int, rng: np.random.Generator
) -> tuple[Image.Image, tuple[int, int, int]]:
    """Return the mask of a mark on a page of ``size`` pixels and the color of its ink.

    Raises ``LettersMissing`` when a stamp says what its typeface cannot.
    """
    fonts.require_letters("Noto Sans", "".join(mark.lines))
    if mark.kind == "signature":
        return _signature(size, mark, dpi, rng), PEN_INK
    drawn = _round_stamp(mark, dpi) if mark.kind == "round" else _square_stamp(mark, dpi)
    drawn = drawn.rotate(mark.turned_deg, expand=True, resample=Image.Resampling.BICUBIC)
    worn = np.asarray(drawn, dtype=np.float32) * (0.66 + 0.5 * clouds(drawn.size, 26, rng))
    stamp = Image.fromarray(np.clip(worn, 0, 200).astype(np.uint8))
    layer = Image.new("L", size, 0)
    layer.paste(stamp, (int(mark.x * size[0] - drawn.width / 2), int(mark.y * size[1] - drawn.height / 2)))
    return layer.filter(ImageFilter.GaussianBlur(dpi / 340)), STAMP_INK


def _square_stamp(mark: Mark, dpi: int) -> Image.Image:
    font = fonts.font_at("Noto Sans", round(dpi * 0.115, 2), bold=True)
    width = int(max(font.getlength(line) for line in mark.lines) + dpi * 0.24)
    step = int(dpi * 0.155)
    height = int(step * len(mark.lines) + dpi * 0.16)
    stamp = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(stamp)
    thick = max(dpi // 70, 2)
    draw.rectangle((1, 1, width - 2, height - 2), outline=215, width=thick)
    for place, line in enumerate(mark.lines):
        y = height / 2 + (place - (len(mark.lines) - 1) / 2) * step
        draw.text((width / 2, y), line, font=font, fill=215, anchor="mm")
    return stamp


def _round_stamp(mark: Mark, dpi: int) -> Image.Image:
    """Draw a double ring with the first line bent along it and the others in the middle."""
    side = int(dpi * 1.5)
    stamp = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(stamp)
    thick = max(dpi // 75, 2)
    for inset in (0.0, 0.17):
        edge = side * inset + thick
        draw.ellipse((edge, edge, side - edge, side - edge), outline=215, width=thick)
    font = fonts.font_at("Noto Sans", round(dpi * 0.11, 2), bold=True)
    _bend(stamp, mark.lines[0], font)
    small = fonts.font_at("Noto Sans", round(dpi * 0.1, 2), bold=True)
    inner = mark.lines[1:]
    for place, line in enumerate(inner):
        y = side / 2 + (place - (len(inner) - 1) / 2) * dpi * 0.15
        draw.text((side / 2, y), line, font=small, fill=215, anchor="mm")
    return stamp


def _bend(stamp: Image.Image, text: str, font: ImageFont.FreeTypeFont) -> None:
    """Set letters one by one on the ring, starting at its left."""
    side = stamp.width
    radius = side * 0.415
    step = 2 * math.pi / max(len(text) + 2, 12)
    cell = int(side * 0.2)
    for place, letter in enumerate(text):
        angle = -math.pi + (place + 1.5) * step
        glyph = Image.new("L", (cell, cell), 0)
        ImageDraw.Draw(glyph).text((cell / 2, cell / 2), letter, font=font, fill=215, anchor="mm")
        glyph = glyph.rotate(-math.degrees(angle) - 90, resample=Image.Resampling.BICUBIC)
        x = side / 2 + radius * math.cos(angle) - cell / 2
        y = side / 2 + radius * math.sin(angle) - cell / 2
        stamp.paste(215, (int(x), int(y)), glyph)


def _signature(size: tuple[int, int], mark: Mark, dpi: int, rng: np.random.Generator) -> Image.Image:
    """Draw a running pen stroke: loops that shrink to the right and end in a flourish."""
    layer = Image.new("L", size, 0)
    draw = ImageDraw.Draw(layer)
    length, height = dpi * 1.35, dpi * 0.2
    t = np.linspace(0, 1, 900)
    loops = rng.uniform(5.5, 7.5)
    knots = np.linspace(0, 1, 9)
    swell = np.interp(t, knots, rng.uniform(0.35, 1.1, 9))
    fade = (0.3 + 1.3 * np.exp(-t * 4.5)) * swell
    x = t * length + np.sin(t * loops * 2 * np.pi + 2 * t**2) * height * 0.5 * fade
    y = np.cos(t * loops * 2 * np.pi + rng.uniform(-0.5, 0.5)) * height * fade
    y += np.where(t > 0.82, (t - 0.82) * height * 5, 0) - t * height * 0.7
    x += np.where(t > 0.9, (t - 0.9) * length * 2.2, 0)
    left, top = mark.x * size[0] - length / 2, mark.y * size[1]
    for here in range(len(t) - 1):
        falling = y[here + 1] > y[here]
        wide = dpi / 95 * (1.25 if falling else 0.6)
        px, py = left + x[here], top + y[here]
        draw.ellipse((px - wide / 2, py - wide / 2, px + wide / 2, py + wide / 2), fill=225)
    return layer.filter(ImageFilter.GaussianBlur(dpi / 400))
