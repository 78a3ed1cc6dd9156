"""Finish a drawn scene as a print of its time: sepia, silver, faded color, digital."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from archive.specimens.paper import Floats


@dataclass(frozen=True, slots=True)
class Stock:
    """A film or sensor: shadow and light color of a toned print, grain, vignette, dust, softness."""

    dark: tuple[int, int, int] | None = None
    light: tuple[int, int, int] | None = None
    grain: float = 5.0
    vignette: float = 0.35
    dust: int = 0
    blur_px: float = 0.6
    fade: float = 0.0


SEPIA = Stock((48, 38, 32), (214, 203, 180), grain=7, vignette=0.5, dust=14, blur_px=1.1)
SILVER = Stock((22, 22, 24), (222, 222, 220), grain=8, vignette=0.4, dust=8, blur_px=0.9)
SLIDE = Stock(grain=6, vignette=0.4, dust=4, blur_px=0.9, fade=0.22)
DIGITAL = Stock(grain=2.6, vignette=0.16, blur_px=0.4)
STUDIO = Stock(grain=2.0, vignette=0.06, blur_px=0.4)


def develop(image: Image.Image, stock: Stock, seed: int) -> Image.Image:
    """Return the finished print of a scene."""
    rng = np.random.default_rng(seed + 1000)
    image = image.filter(ImageFilter.GaussianBlur(stock.blur_px))
    pixels: Floats = np.asarray(image, np.float32)
    height, width = pixels.shape[:2]
    x, y = np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    edge = np.clip((x[None, :] ** 2 + y[:, None] ** 2) / 2, 0, 1) ** 1.5
    falloff = (1 - stock.vignette * edge[..., None]).astype(np.float32)
    grain = rng.standard_normal((height, width), dtype=np.float32) * np.float32(stock.grain)
    coarse = np.asarray(Image.fromarray(grain[::2, ::2]).resize((width, height), Image.Resampling.BICUBIC))
    pixels = (pixels * falloff + (grain * 0.55 + coarse * 0.8)[..., None]).astype(np.float32)
    if stock.dark is not None and stock.light is not None:
        gray = np.clip(pixels @ np.array([0.3, 0.59, 0.11], np.float32), 0, 255)[..., None]
        low, high = np.percentile(gray[::8, ::8], (0.5, 99.5))
        gray = np.clip((gray - np.float32(low)) / np.float32(max(high - low, 1)), 0, 1.04)
        pixels = np.asarray(stock.dark, np.float32) * (1 - gray) + np.asarray(stock.light, np.float32) * gray
    if stock.fade:
        pixels = pixels * (1 - stock.fade) + np.array([168, 140, 116], np.float32) * stock.fade
    finished = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return _dusted(finished, stock.dust, rng)


def _dusted(image: Image.Image, count: int, rng: np.random.Generator) -> Image.Image:
    """Strew specks and a few hairs of light, as on an old negative."""
    if not count:
        return image
    mask = Image.new("L", image.size, 0)
    draw = ImageDraw.Draw(mask)
    for place in range(count):
        x, y = rng.uniform(0, image.width), rng.uniform(0, image.height)
        if place % 5 == 0:
            draw.line((x, y, x + rng.normal(0, 3), y + rng.uniform(20, 60)), fill=80, width=1)
        else:
            radius = rng.uniform(0.6, 1.6)
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=110)
    image.paste((240, 234, 220), mask=mask.filter(ImageFilter.GaussianBlur(0.6)))
    return image
