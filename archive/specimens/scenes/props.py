"""Draw the things that stand in scenes; each takes its foot point and its size in picture units."""

from __future__ import annotations

import math
from itertools import pairwise

from archive.specimens.scenes.stage import Color, Point, Stage


def shade(color: Color, by: float) -> Color:
    """Return a color made lighter (above 1) or darker (below 1)."""
    red, green, blue = (max(0, min(255, round(part * by))) for part in color)
    return red, green, blue


def person(stage: Stage, x: float, y: float, tall: float, color: Color, *, cap: bool = True) -> None:
    """Draw a standing figure in a long coat, feet at (x, y)."""
    w = tall * 0.15
    stage.polygon(
        [
            (x - w, y - tall * 0.05),
            (x + w, y - tall * 0.05),
            (x + w * 0.95, y - tall * 0.76),
            (x - w * 0.95, y - tall * 0.76),
        ],
        color,
    )
    stage.disc(x, y - tall * 0.72, w * 0.98, color, 0.5)
    for side in (-1, 1):
        stage.box(x + side * w * 0.45 - w * 0.28, y - tall * 0.08, w * 0.56, tall * 0.08, shade(color, 0.7))
        stage.polygon(
            [
                (x + side * w * 0.8, y - tall * 0.74),
                (x + side * w * 1.35, y - tall * 0.4),
                (x + side * w * 1.0, y - tall * 0.38),
                (x + side * w * 0.6, y - tall * 0.66),
            ],
            shade(color, 0.88),
        )
    stage.disc(x, y - tall * 0.88, tall * 0.07, shade(color, 1.5))
    if cap:
        stage.polygon(
            [
                (x - tall * 0.085, y - tall * 0.9),
                (x + tall * 0.1, y - tall * 0.9),
                (x + tall * 0.08, y - tall),
                (x - tall * 0.08, y - tall),
            ],
            shade(color, 0.75),
        )


def dog(stage: Stage, x: float, y: float, tall: float, color: Color) -> None:
    """Draw a standing dog looking right, paws at (x, y)."""
    t = tall
    stage.polygon(
        [
            (x - 0.75 * t, y - 0.78 * t),
            (x + 0.45 * t, y - 0.84 * t),
            (x + 0.5 * t, y - 0.42 * t),
            (x - 0.1 * t, y - 0.34 * t),
            (x - 0.75 * t, y - 0.42 * t),
        ],
        color,
    )
    for foot in (-0.68, -0.5, 0.26, 0.42):
        stage.polygon(
            [
                (x + (foot - 0.09) * t, y - 0.5 * t),
                (x + (foot + 0.09) * t, y - 0.5 * t),
                (x + (foot + 0.05) * t, y),
                (x + (foot - 0.05) * t, y),
            ],
            color,
        )
    stage.polygon(
        [
            (x + 0.3 * t, y - 0.8 * t),
            (x + 0.62 * t, y - 1.2 * t),
            (x + 0.68 * t, y - 1.34 * t),
            (x + 0.78 * t, y - 1.18 * t),
            (x + 1.08 * t, y - 1.02 * t),
            (x + 1.04 * t, y - 0.92 * t),
            (x + 0.76 * t, y - 0.88 * t),
            (x + 0.52 * t, y - 0.5 * t),
        ],
        color,
    )
    stage.line([(x - 0.72 * t, y - 0.72 * t), (x - 1.0 * t, y - 0.55 * t), (x - 1.12 * t, y - 0.3 * t)], color, 0.1 * t)


def camel(stage: Stage, x: float, y: float, tall: float, color: Color, *, load: Color | None = None) -> None:
    """Draw a walking camel looking right, feet at (x, y)."""
    t = tall
    body: list[Point] = [
        (-0.52, 0.56),
        (-0.42, 0.72),
        (-0.3, 0.92),
        (-0.16, 0.74),
        (0.0, 0.72),
        (0.14, 0.92),
        (0.27, 0.74),
        (0.42, 0.66),
        (0.56, 0.62),
        (0.64, 0.8),
        (0.7, 0.96),
        (0.8, 1.0),
        (0.93, 0.94),
        (0.92, 0.88),
        (0.79, 0.87),
        (0.74, 0.7),
        (0.64, 0.5),
        (0.42, 0.44),
        (-0.2, 0.44),
        (-0.46, 0.46),
    ]
    stage.polygon([(x + px * t, y - py * t) for px, py in body], color)
    for top, foot in ((-0.44, -0.56), (-0.36, -0.3), (0.34, 0.22), (0.42, 0.5)):
        stage.polygon(
            [
                (x + (top - 0.06) * t, y - 0.52 * t),
                (x + (top + 0.06) * t, y - 0.52 * t),
                (x + (foot + 0.035) * t, y),
                (x + (foot - 0.035) * t, y),
            ],
            color,
        )
    stage.line([(x - 0.5 * t, y - 0.62 * t), (x - 0.58 * t, y - 0.36 * t)], color, 0.03 * t)
    if load:
        stage.polygon(
            [
                (x - 0.3 * t, y - 0.86 * t),
                (x + 0.16 * t, y - 0.86 * t),
                (x + 0.2 * t, y - 0.54 * t),
                (x - 0.34 * t, y - 0.54 * t),
            ],
            load,
        )


def poplar(stage: Stage, x: float, y: float, tall: float, color: Color) -> None:
    """Draw a slim tree, its foot at (x, y)."""
    stage.box(x - tall * 0.012, y - tall * 0.2, tall * 0.024, tall * 0.2, shade(color, 0.7))
    for place in range(26):
        share = place / 25
        radius = tall * 0.085 * math.sin(math.pi * min(share * 0.9 + 0.1, 1)) + tall * 0.012
        drift = float(stage.rng.normal(0, tall * 0.014))
        stage.disc(
            x + drift, y - tall * (0.14 + 0.84 * share), radius, shade(color, float(stage.rng.uniform(0.82, 1.16))), 1.3
        )


def pole_line(stage: Stage, y: float, color: Color, *, start: float, count: int, tall: float) -> None:
    """Draw telegraph poles that grow smaller to the right, with their wires."""
    tops: list[Point] = []
    x, size = start, tall
    for _ in range(count):
        stage.box(x - size * 0.012, y - size, size * 0.026, size, color)
        stage.box(x - size * 0.11, y - size * 0.95, size * 0.22, size * 0.022, color)
        tops.append((x, y - size * 0.95))
        x, size = x + size * 0.9, size * 0.8
    for (ax, ay), (bx, by) in pairwise(tops):
        for side in (-0.09, 0.09):
            left, right = (ax + side * (y - ay), ay), (bx + side * (y - by), by)
            sag = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2 + (bx - ax) * 0.06)
            stage.line([left, sag, right], color, 1)


def barrier(stage: Stage, x: float, y: float, long: float, rise_deg: float) -> None:
    """Draw a striped boom on its post at (x, y), reaching to the right."""
    cos, sin = math.cos(math.radians(rise_deg)), math.sin(math.radians(rise_deg))
    stage.box(x - 9, y - 62, 18, 62, (72, 76, 80))
    stage.box(x - 30, y - 62, 24, 26, (52, 54, 58))
    for place in range(12):
        a, b = long * place / 12, long * (place + 1) / 12
        stage.line(
            [(x + a * cos, y - 52 - a * sin), (x + b * cos, y - 52 - b * sin)],
            (206, 44, 40) if place % 2 else (236, 234, 228),
            8,
        )


def tower(stage: Stage, x: float, y: float, tall: float, color: Color) -> None:
    """Draw a watchtower on four legs with a cabin and a roof."""
    w = tall * 0.13
    for side in (-1, 1):
        stage.line([(x + side * w * 1.5, y), (x + side * w * 0.8, y - tall * 0.7)], color, tall * 0.022)
    steps = 5
    for place in range(steps):
        low, high = place / steps, (place + 1) / steps
        wide, slim = w * (1.5 - 0.7 * low), w * (1.5 - 0.7 * high)
        stage.line([(x - wide, y - tall * 0.7 * low), (x + slim, y - tall * 0.7 * high)], color, tall * 0.009)
        stage.line([(x + wide, y - tall * 0.7 * low), (x - slim, y - tall * 0.7 * high)], color, tall * 0.009)
    stage.box(x - w * 1.15, y - tall * 0.9, w * 2.3, tall * 0.2, color)
    stage.box(x - w * 0.9, y - tall * 0.87, w * 1.8, tall * 0.08, shade(color, 2.2))
    stage.polygon([(x - w * 1.5, y - tall * 0.9), (x + w * 1.5, y - tall * 0.9), (x, y - tall)], shade(color, 0.8))


def arch(stage: Stage, x: float, y: float, w: float, h: float, color: Color) -> None:
    """Draw an arched opening standing on (x, y), x being its left edge."""
    stage.box(x, y - h + w / 2, w, h - w / 2, color)
    stage.disc(x + w / 2, y - h + w / 2, w / 2, color)


def dome(stage: Stage, x: float, y: float, radius: float, color: Color) -> None:
    """Draw a ribbed dome on a drum, its base middle at (x, y)."""
    stage.box(x - radius * 0.86, y - radius * 0.5, radius * 1.72, radius * 0.5, shade(color, 0.82))
    points = [
        (x + radius * math.sin(a) * (1 + 0.08 * math.cos(a)), y - radius * 0.5 - radius * 1.12 * math.cos(a))
        for a in [math.pi * (k / 40 - 0.5) for k in range(41)]
    ]
    stage.polygon(points, color)
    for rib in (-0.66, -0.33, 0.0, 0.33, 0.66):
        ribs = [
            (x + radius * rib * math.sin(a), y - radius * 0.5 - radius * 1.12 * math.cos(a))
            for a in [math.pi / 2 * k / 14 for k in range(15)]
        ]
        stage.line(ribs, shade(color, 0.86), radius * 0.02)
    stage.line([(x, y - radius * 1.6), (x, y - radius * 1.95)], shade(color, 0.7), radius * 0.03)
