"""Draw museum objects: a profile turned round its axis, lit from the upper left, on a pale ground."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from archive.specimens.paper import clouds
from archive.specimens.scenes.film import STUDIO, develop
from archive.specimens.scenes.stage import Color, Floats

SIZE = (1300, 1300)
Profile = Sequence[tuple[float, float]]
Paint = Callable[[Floats, Floats], Floats]
"""A glaze: height (0 foot, 1 rim) and angle (-1..1 round the front) to a factor or color share."""


def turned(
    seed: int, profile: Profile, color: Color, *, gloss: float, paint: Paint | None = None, ink: Color = (240, 236, 220)
) -> Image.Image:
    """Return an object made by turning a profile of (height, radius), both 0..1 of the picture."""
    rng = np.random.default_rng(seed)
    width, height = SIZE
    image = _ground(rng)
    heights, radii = np.array(profile, np.float32).T
    foot, scale = height * 0.84, height * 0.72
    rows = np.arange(height)
    up = (foot - rows) / scale
    radius = np.interp(up, heights, radii, left=0, right=0).astype(np.float32) * scale
    radius[(up < heights[0]) | (up > heights[-1])] = 0
    slope = np.gradient(radius)
    _shadow(image, width / 2, foot, float(radius.max()))
    across = (np.arange(width, dtype=np.float32)[None, :] - width / 2) / np.maximum(radius, 1e-3)[:, None]
    inside = (np.abs(across) <= 1) & (radius > 1)[:, None]
    nx = np.clip(across, -1, 1)
    nz = np.sqrt(1 - nx**2)
    ny = np.broadcast_to(slope[:, None] / np.sqrt(1 + slope[:, None] ** 2), nx.shape)
    lit = np.clip(-0.52 * nx + 0.42 * ny + 0.72 * nz, 0, 1)
    shine = np.clip(-0.44 * nx + 0.3 * ny + 0.85 * nz, 0, 1) ** 42 * gloss
    rim = np.clip(nx - 0.72, 0, 1) * 0.5
    body = np.broadcast_to(np.asarray(color, np.float32), (*nx.shape, 3))
    if paint is not None:
        share = paint(np.broadcast_to(up[:, None].astype(np.float32), nx.shape), np.arcsin(nx) / (np.pi / 2))[..., None]
        body = body * (1 - share) + np.asarray(ink, np.float32) * share
    wear = 1 + clouds(SIZE, 60, rng) * 0.05 + clouds(SIZE, 12, rng) * 0.03
    pixels = body * ((0.2 + 0.86 * lit + rim * 0.3) * wear)[..., None] + shine[..., None] * 235
    cut = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    mask = Image.fromarray((inside * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.9))
    image.paste(cut, mask=mask)
    _mouth(image, radius, profile, foot - heights[-1] * scale, color)
    return image


def _ground(rng: np.random.Generator) -> Image.Image:
    width, height = SIZE
    x, y = np.linspace(-1, 1, width), np.linspace(-1, 1, height)
    light = 226 - 26 * np.clip((x[None, :] + 0.3) ** 2 + (y[:, None] + 0.2) ** 2, 0, 2)
    light = light + clouds(SIZE, 300, rng) * 3
    tint = np.array([1.0, 1.003, 0.998])
    return Image.fromarray(np.clip(light[..., None] * tint, 0, 255).astype(np.uint8))


def _shadow(image: Image.Image, x: float, y: float, radius: float) -> None:
    mask = Image.new("L", image.size, 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((x - radius * 0.7, y - radius * 0.14, x + radius * 1.9, y + radius * 0.24), fill=120)
    mask = mask.filter(ImageFilter.GaussianBlur(radius * 0.12))
    ImageDraw.Draw(mask).ellipse((x - radius * 0.62, y - 14, x + radius * 0.7, y + 16), fill=170)
    image.paste((64, 66, 66), mask=mask.filter(ImageFilter.GaussianBlur(9)))


def _mouth(image: Image.Image, radius: Floats, profile: Profile, top: float, color: Color) -> None:
    """Draw the opening seen a little from above."""
    rim = float(profile[-1][1]) * image.height * 0.72
    if rim < 8:
        return
    draw = ImageDraw.Draw(image)
    lip = tuple(min(255, int(part * 1.12)) for part in color)
    dark = tuple(int(part * 0.34) for part in color)
    draw.ellipse((image.width / 2 - rim, top - rim * 0.13, image.width / 2 + rim, top + rim * 0.13), fill=lip)
    inner = rim * 0.93
    draw.ellipse((image.width / 2 - inner, top - inner * 0.11, image.width / 2 + inner, top + inner * 0.11), fill=dark)


def piala(seed: int) -> Image.Image:
    """A blue and white tea bowl."""
    profile = [
        (0.0, 0.16),
        (0.035, 0.165),
        (0.05, 0.15),
        (0.1, 0.25),
        (0.2, 0.34),
        (0.34, 0.40),
        (0.46, 0.425),
        (0.5, 0.435),
    ]

    def bolls(up: Floats, angle: Floats) -> Floats:
        bands = (np.abs(up - 0.43) < 0.012) | (np.abs(up - 0.11) < 0.008)
        cells = (angle * 3.2) % 1 - 0.5
        petals = np.abs(cells) + np.abs((up - 0.28) / 0.22) < 0.46
        heart = cells**2 + ((up - 0.28) / 0.3) ** 2 < 0.022
        share: Floats = (bands | (petals & ~heart)).astype(np.float32)
        return share

    image = turned(seed, profile, (238, 240, 240), gloss=0.9, paint=bolls, ink=(26, 62, 140))
    return develop(image, STUDIO, seed)


def lantern(seed: int) -> Image.Image:
    """A brass inspector's lantern with a glass chimney."""
    profile = [
        (0.0, 0.24),
        (0.05, 0.25),
        (0.08, 0.235),
        (0.2, 0.23),
        (0.23, 0.16),
        (0.27, 0.15),
        (0.3, 0.19),
        (0.45, 0.235),
        (0.62, 0.19),
        (0.68, 0.15),
        (0.7, 0.19),
        (0.74, 0.18),
        (0.82, 0.1),
        (0.88, 0.085),
        (0.9, 0.12),
        (0.93, 0.11),
        (0.97, 0.03),
        (1.0, 0.02),
    ]

    def glass(up: Floats, angle: Floats) -> Floats:
        return np.where((up > 0.3) & (up < 0.68), 0.78 - 0.25 * np.abs(angle), 0).astype(np.float32)

    image = turned(seed, profile, (176, 128, 52), gloss=0.95, paint=glass, ink=(206, 220, 214))
    draw = ImageDraw.Draw(image)
    draw.arc((370, 150, 930, 900), 200, 340, fill=(112, 80, 34), width=9)
    return develop(image, STUDIO, seed)


def mortar(seed: int) -> Image.Image:
    """A bronze mortar for assaying, with a belt of knobs."""
    profile = [
        (0.0, 0.27),
        (0.05, 0.275),
        (0.08, 0.22),
        (0.16, 0.21),
        (0.36, 0.25),
        (0.5, 0.31),
        (0.58, 0.36),
        (0.62, 0.37),
    ]

    def knobs(up: Floats, angle: Floats) -> Floats:
        cells = (angle * 4.0 + 0.5) % 1 - 0.5
        round_knob = (cells / 0.9) ** 2 + ((up - 0.3) / 0.12) ** 2 < 0.06
        rings = (np.abs(up - 0.18) < 0.008) | (np.abs(up - 0.44) < 0.008)
        share: Floats = (round_knob * 0.6 + rings * 0.45).astype(np.float32)
        return share

    return develop(turned(seed, profile, (112, 92, 58), gloss=0.5, paint=knobs, ink=(196, 168, 104)), STUDIO, seed)


def tea_caddy(seed: int) -> Image.Image:
    """A lacquered tea caddy with a paper customs band."""
    profile = [
        (0.0, 0.255),
        (0.02, 0.27),
        (0.6, 0.27),
        (0.62, 0.26),
        (0.66, 0.17),
        (0.7, 0.15),
        (0.705, 0.175),
        (0.8, 0.175),
        (0.82, 0.16),
        (0.83, 0.02),
    ]

    def band(up: Floats, angle: Floats) -> Floats:
        paper = np.abs(up - 0.3) < 0.085
        lines = (np.abs(up - 0.33) < 0.005) | (np.abs(up - 0.27) < 0.005) | (np.abs(up - 0.3) < 0.004)
        return np.where(
            paper, np.where(lines & (np.abs(angle) < 0.42), 0.35, 0.94), (np.abs(up - 0.56) < 0.008) * 0.6
        ).astype(np.float32)

    return develop(turned(seed, profile, (120, 30, 26), gloss=0.85, paint=band, ink=(226, 208, 166)), STUDIO, seed)
