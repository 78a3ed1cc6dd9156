"""Hold a picture while it is drawn back to front: sky, ridges, water, haze, light."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from archive.specimens.paper import clouds

Color = tuple[int, int, int]
Point = tuple[float, float]
Floats = NDArray[np.float32]
_FINENESS = 2


class Stage:
    """A canvas in whole picture units, drawn at twice its size so that edges come out smooth."""

    def __init__(self, size: tuple[int, int], seed: int) -> None:
        self.width, self.height = size
        self.rng = np.random.default_rng(seed)
        self.image = Image.new("RGB", (size[0] * _FINENESS, size[1] * _FINENESS))
        self.draw = ImageDraw.Draw(self.image)

    def done(self) -> Image.Image:
        """Return the picture at its true size."""
        return self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)

    def polygon(self, points: Sequence[Point], color: Color) -> None:
        self.draw.polygon([(x * _FINENESS, y * _FINENESS) for x, y in points], fill=color)

    def box(self, x: float, y: float, w: float, h: float, color: Color) -> None:
        self.polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], color)

    def disc(self, x: float, y: float, radius: float, color: Color, flat: float = 1.0) -> None:
        box = [(x - radius), (y - radius * flat), (x + radius), (y + radius * flat)]
        self.draw.ellipse([value * _FINENESS for value in box], fill=color)

    def line(self, points: Sequence[Point], color: Color, width: float = 2) -> None:
        scaled = [(x * _FINENESS, y * _FINENESS) for x, y in points]
        self.draw.line(scaled, fill=color, width=max(round(width * _FINENESS), 1), joint="curve")

    def sky(self, top: Color, low: Color, horizon: float, cloud: float = 0.0) -> None:
        """Fill the whole picture with a slope from ``top`` to ``low`` at the horizon, with clouds."""
        small = (self.width // 2, self.height // 2)
        slope = np.clip(np.linspace(0, self.height / horizon, small[1], dtype=np.float32), 0, 1)[:, None, None]
        pixels = np.asarray(top, np.float32) * (1 - slope) + np.asarray(low, np.float32) * slope
        pixels = np.repeat(pixels, small[0], axis=1)
        if cloud:
            veil = np.zeros((small[1], small[0]), np.float32)
            for cell, share in ((230, 1.0), (100, 0.6), (44, 0.35), (18, 0.2)):
                tall = clouds((small[0], small[1] * 3), cell, self.rng)
                veil += np.asarray(Image.fromarray(tall).resize(small, Image.Resampling.BILINEAR)) * share
            pixels += (np.clip(veil, -0.3, 1.6) * cloud * 30)[..., None]
        self._replace(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).resize(self.image.size))

    def ridge(self, base: float, rise: float, roughness: float = 1.0) -> Floats:
        """Return a skyline: the height of the ground at each unit of width, in picture units."""
        x = np.linspace(0, 1, self.width + 1, dtype=np.float32)
        line = np.zeros_like(x)
        for octave in range(7):
            waves = 1.3 * 2**octave
            line += (
                np.sin(2 * np.pi * (x * waves + self.rng.random()))
                * self.rng.normal(1, 0.35)
                / waves ** (1.55 - 0.45 * roughness)
            )
        line = (line - line.min()) / max(float(np.ptp(line)), 1e-6)
        skyline: Floats = (base - line * rise).astype(np.float32)
        return skyline

    def ground(self, skyline: Floats, color: Color, low: Color | None = None) -> None:
        """Fill everything below a skyline, sloping to ``low`` at the foot of the picture."""
        points = [(float(x), float(y)) for x, y in enumerate(skyline)]
        shape = [*points, (self.width, self.height), (0, self.height)]
        if low is None:
            self.polygon(shape, color)
            return
        mask = Image.new("L", self.image.size, 0)
        ImageDraw.Draw(mask).polygon([(x * _FINENESS, y * _FINENESS) for x, y in shape], fill=255)
        top = float(skyline.min())
        rows = np.clip((np.arange(self.image.height) / _FINENESS - top) / max(self.height - top, 1), 0, 1)
        share = rows.astype(np.float32)[:, None, None]
        pixels = np.asarray(color, np.float32) * (1 - share) + np.asarray(low, np.float32) * share
        fill = Image.fromarray(np.repeat(pixels, 4, axis=1).astype(np.uint8)).resize(self.image.size)
        self.image.paste(fill, mask=mask)

    def haze(self, y: float, spread: float, color: Color, strength: float) -> None:
        """Lay a band of mist around a height."""
        rows = np.arange(self.image.height) / _FINENESS
        band = np.exp(-(((rows - y) / spread) ** 2)) * 255 * strength
        mask = Image.fromarray(np.repeat(band[:, None], 4, axis=1).astype(np.uint8)).resize(self.image.size)
        self.image.paste(color, mask=mask)

    def glow(self, x: float, y: float, radius: float, color: Color, strength: float = 1.0) -> None:
        """Let a light shine: brightest in its middle, gone at about three radii."""
        small = (self.width // 4, self.height // 4)
        columns, rows = np.meshgrid(np.arange(small[0]) * 4, np.arange(small[1]) * 4)
        distance = ((columns - x) ** 2 + (rows - y) ** 2) / radius**2
        mask = Image.fromarray((np.exp(-distance) * 255 * strength).astype(np.uint8)).resize(self.image.size)
        self.image.paste(color, mask=mask)

    def plume(self, puffs: Sequence[tuple[float, float, float, float]], color: Color) -> None:
        """Let smoke drift: puffs of (x, y, radius, strength 0..1) that thicken where they overlap."""
        small = (self.width // 4, self.height // 4)
        columns, rows = np.meshgrid(np.arange(small[0]) * 4, np.arange(small[1]) * 4)
        clear = np.ones((small[1], small[0]), np.float32)
        for x, y, radius, strength in puffs:
            clear *= 1 - np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / radius**2).astype(np.float32) * strength
        mask = Image.fromarray(((1 - clear) * 255).astype(np.uint8)).resize(self.image.size)
        self.image.paste(color, mask=mask)

    def soften(self, radius: float) -> None:
        """Put everything drawn so far out of focus."""
        self._replace(self.image.filter(ImageFilter.GaussianBlur(radius * _FINENESS)))

    def mirror(self, line: float, tint: Color, clear: float, ripple: float = 5.0) -> None:
        """Turn everything below a line into water that mirrors what stands above it."""
        top = round(line * _FINENESS)
        depth = self.image.height - top
        above = self.image.crop((0, max(top - depth, 0), self.image.width, top)).transpose(
            Image.Transpose.FLIP_TOP_BOTTOM
        )
        pixels = np.asarray(above.resize((self.image.width, depth)).filter(ImageFilter.GaussianBlur(2.5)))
        rows = np.arange(depth)
        near = rows / depth
        waves = np.sin(rows / (2.0 + 16 * near) + self.rng.normal(0, 0.35, depth)) * ripple * _FINENESS * (0.3 + near)
        columns = np.arange(pixels.shape[1])
        moved = np.stack(
            [row[np.clip(columns + int(shift), 0, len(columns) - 1)] for row, shift in zip(pixels, waves, strict=True)]
        )
        shade = (np.sin(rows / (1.6 + 13 * near)) * 7 * (0.4 + near))[:, None, None]
        mixed = moved * clear + np.asarray(tint, np.float32) * (1 - clear) + shade
        self.image.paste(Image.fromarray(np.clip(mixed, 0, 255).astype(np.uint8)), (0, top))

    def mottle(self, skyline: Floats, strength: float, cell: int = 24) -> None:
        """Roughen the ground below a skyline: stones, grass, dust."""
        size = (self.width, self.height)
        grain = clouds(size, cell, self.rng) + 0.7 * clouds(size, max(cell // 4, 2), self.rng)
        below = np.arange(self.height)[:, None] > np.asarray(skyline)[None, : self.width]
        change = np.where(below, grain * strength, 0).astype(np.float32)
        layer = Image.fromarray(change).resize(self.image.size)
        pixels = np.asarray(self.image, np.float32) + np.asarray(layer)[..., None]
        self._replace(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))

    def _replace(self, image: Image.Image) -> None:
        self.image.paste(image)
