"""Make sheets of paper: clouds, fibre, yellow edges, rings of damp, folds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from archive.specimens.types import PaperLook

Floats = NDArray[np.float32]


def clouds(size: tuple[int, int], cell_px: int, rng: np.random.Generator) -> Floats:
    """Return slow random variation, shape (height, width), mean 0, within about ±1."""
    width, height = size
    coarse = rng.normal(0, 0.5, (max(height // cell_px, 2), max(width // cell_px, 2)))
    small = Image.fromarray(coarse.astype(np.float32))
    return np.asarray(small.resize(size, Image.Resampling.BICUBIC), dtype=np.float32)


def edge_distance(size: tuple[int, int]) -> Floats:
    """Return how far each pixel lies from the nearest edge: 0 at the edge, 1 in the middle."""
    width, height = size
    x = np.linspace(-1, 1, width, dtype=np.float32)
    y = np.linspace(-1, 1, height, dtype=np.float32)
    near: Floats = np.minimum(1 - np.abs(x)[None, :], (1 - np.abs(y)[:, None]) * height / width)
    return near


def sheet(size: tuple[int, int], look: PaperLook, rng: np.random.Generator) -> Image.Image:
    """Return a blank RGB sheet of the given size in pixels."""
    paper = _tinted((size[0] // 2, size[1] // 2), look, rng).resize(size)
    if look.stains:
        _stain(paper, look.stains, rng)
    for _ in range(look.folds):
        _fold(paper, rng)
    return paper


def _tinted(size: tuple[int, int], look: PaperLook, rng: np.random.Generator) -> Image.Image:
    """Return clouded paper with brown edges, without the marks of use."""
    width, height = size
    scale = width / 1240
    tone = clouds(size, max(round(210 * scale), 2), rng) * 5 * (0.3 + look.yellowing)
    tone += clouds(size, max(round(38 * scale), 2), rng) * 3 * (0.2 + look.yellowing)
    if look.yellowing:
        distance = edge_distance(size) + clouds(size, max(round(90 * scale), 2), rng) * 0.04
        tone -= np.exp(-np.clip(distance, 0, 1) / 0.085) * 40 * look.yellowing
    pixels = np.empty((height, width, 3), dtype=np.float32)
    for channel, (base, warmth) in enumerate(zip(look.color, (0.85, 1.0, 1.25), strict=True)):
        pixels[..., channel] = base + tone * (warmth if look.yellowing else 1.0)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _stain(paper: Image.Image, count: int, rng: np.random.Generator) -> None:
    """Lay rings of damp, mostly near the edges, where they do not swallow text."""
    width, height = paper.size
    small = (width // 3, height // 3)
    mask = Image.new("L", small, 0)
    draw = ImageDraw.Draw(mask)
    for _ in range(count):
        radius = int(rng.uniform(0.035, 0.10) * small[0])
        x = int(rng.choice([rng.uniform(0, 0.16), rng.uniform(0.84, 1)]) * small[0])
        y = int(rng.uniform(0.05, 0.98) * small[1])
        strength = int(rng.uniform(16, 34))
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(box, outline=strength + 22, width=max(radius // 11, 2), fill=strength // 3)
    mask = mask.filter(ImageFilter.GaussianBlur(small[0] / 260)).resize(paper.size)
    paper.paste((120, 84, 40), mask=mask)


def _fold(paper: Image.Image, rng: np.random.Generator) -> None:
    """Draw a crease across the sheet: a dark hairline beside a light one."""
    width, height = paper.size
    y = int(height * rng.uniform(0.48, 0.52))
    drop = int(rng.uniform(-0.004, 0.004) * height)
    step = max(width // 800, 1)
    mask = Image.new("L", paper.size, 0)
    ImageDraw.Draw(mask).line((0, y, width, y + drop), fill=62, width=step)
    paper.paste((90, 70, 44), mask=mask.filter(ImageFilter.GaussianBlur(step * 0.7)))
    light = Image.new("L", paper.size, 0)
    ImageDraw.Draw(light).line((0, y + step * 2, width, y + step * 2 + drop), fill=80, width=step * 2)
    paper.paste((255, 250, 236), mask=light.filter(ImageFilter.GaussianBlur(step)))
