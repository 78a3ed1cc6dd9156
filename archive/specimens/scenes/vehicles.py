"""Draw locomotives, wagons, lorries, ships, cranes and aircraft for scenes."""

from __future__ import annotations

import math

from archive.specimens.scenes.props import shade
from archive.specimens.scenes.stage import Color, Stage


def wheel(stage: Stage, x: float, y: float, radius: float, color: Color) -> None:
    """Draw a wheel whose middle is at (x, y)."""
    stage.disc(x, y, radius, color)
    stage.disc(x, y, radius * 0.55, shade(color, 1.7))
    stage.disc(x, y, radius * 0.2, color)


def locomotive(stage: Stage, x: float, y: float, tall: float, color: Color) -> None:
    """Draw a steam locomotive looking left, the rail under its front at (x, y)."""
    t = tall
    stage.polygon(
        [
            (x, y - 0.06 * t),
            (x + 0.16 * t, y - 0.28 * t),
            (x + 2.3 * t, y - 0.28 * t),
            (x + 2.3 * t, y - 0.16 * t),
            (x + 0.2 * t, y - 0.1 * t),
        ],
        shade(color, 0.8),
    )
    stage.box(x + 0.2 * t, y - 0.74 * t, 1.5 * t, 0.46 * t, color)
    stage.box(x + 0.2 * t, y - 0.7 * t, 1.5 * t, 0.07 * t, shade(color, 1.55))
    stage.disc(x + 0.22 * t, y - 0.51 * t, 0.23 * t, shade(color, 0.9))
    stage.polygon(
        [
            (x + 0.34 * t, y - 0.72 * t),
            (x + 0.52 * t, y - 0.72 * t),
            (x + 0.56 * t, y - 1.08 * t),
            (x + 0.3 * t, y - 1.08 * t),
        ],
        color,
    )
    for dome_x in (0.86, 1.24):
        stage.disc(x + dome_x * t, y - 0.74 * t, 0.12 * t, color)
    stage.box(x + 1.62 * t, y - 1.02 * t, 0.62 * t, 0.76 * t, shade(color, 0.92))
    stage.box(x + 1.74 * t, y - 0.92 * t, 0.36 * t, 0.26 * t, shade(color, 2.4))
    stage.box(x + 1.54 * t, y - 1.08 * t, 0.8 * t, 0.07 * t, shade(color, 0.8))
    stage.disc(x + 0.16 * t, y - 0.84 * t, 0.075 * t, shade(color, 2.8))
    for middle, radius in ((0.34, 0.13), (0.72, 0.2), (1.16, 0.2), (1.6, 0.2), (2.05, 0.13)):
        wheel(stage, x + middle * t, y - radius * t, radius * t, shade(color, 0.7))
    stage.line([(x + 0.6 * t, y - 0.18 * t), (x + 1.7 * t, y - 0.18 * t)], shade(color, 1.9), 0.03 * t)


def wagon(stage: Stage, x: float, y: float, tall: float, color: Color) -> float:
    """Draw a covered goods wagon, its left rail point at (x, y); return where the next begins."""
    t, long = tall, tall * 1.75
    stage.box(x, y - 0.92 * t, long, 0.72 * t, color)
    stage.polygon(
        [
            (x - 0.03 * t, y - 0.92 * t),
            (x + long + 0.03 * t, y - 0.92 * t),
            (x + long * 0.9, y - 1.02 * t),
            (x + long * 0.1, y - 1.02 * t),
        ],
        shade(color, 0.75),
    )
    for place in range(1, 12):
        stage.line(
            [(x + long * place / 12, y - 0.9 * t), (x + long * place / 12, y - 0.22 * t)], shade(color, 0.86), 1.5
        )
    stage.box(x + long * 0.39, y - 0.9 * t, long * 0.22, 0.68 * t, shade(color, 0.8))
    stage.box(x + long * 0.08, y - 0.78 * t, long * 0.1, 0.12 * t, shade(color, 0.62))
    for middle in (0.16, 0.3, 0.7, 0.84):
        wheel(stage, x + long * middle, y - 0.12 * t, 0.12 * t, shade(color, 0.6))
    stage.line([(x + long, y - 0.26 * t), (x + long + 0.16 * t, y - 0.26 * t)], shade(color, 0.6), 0.05 * t)
    return x + long + 0.16 * t


def lorry(stage: Stage, x: float, y: float, tall: float, cab: Color, load: Color) -> float:
    """Draw a lorry looking left, front wheel line at (x, y); return its right edge."""
    t, long = tall, tall * 2.7
    stage.box(x + 0.68 * t, y - 1.0 * t, long, 0.82 * t, load)
    stage.box(x + 0.68 * t, y - 1.0 * t, long, 0.08 * t, shade(load, 1.16))
    for place in range(1, 9):
        stage.line(
            [(x + 0.68 * t + long * place / 9, y - 0.92 * t), (x + 0.68 * t + long * place / 9, y - 0.2 * t)],
            shade(load, 0.92),
            1.6,
        )
    stage.box(x + 0.4 * t, y - 0.22 * t, long + 0.2 * t, 0.07 * t, (34, 36, 40))
    stage.polygon(
        [
            (x, y - 0.16 * t),
            (x + 0.01 * t, y - 0.52 * t),
            (x + 0.07 * t, y - 0.92 * t),
            (x + 0.6 * t, y - 0.97 * t),
            (x + 0.6 * t, y - 0.16 * t),
        ],
        cab,
    )
    stage.polygon(
        [
            (x + 0.04 * t, y - 0.55 * t),
            (x + 0.09 * t, y - 0.86 * t),
            (x + 0.2 * t, y - 0.86 * t),
            (x + 0.2 * t, y - 0.55 * t),
        ],
        (62, 78, 92),
    )
    stage.polygon(
        [
            (x + 0.25 * t, y - 0.86 * t),
            (x + 0.47 * t, y - 0.86 * t),
            (x + 0.47 * t, y - 0.55 * t),
            (x + 0.25 * t, y - 0.55 * t),
        ],
        (74, 92, 106),
    )
    stage.box(x - 0.01 * t, y - 0.32 * t, 0.07 * t, 0.09 * t, (246, 238, 206))
    stage.box(x, y - 0.2 * t, 0.6 * t, 0.06 * t, shade(cab, 0.6))
    for middle in (0.28, 0.95, 2.5, 2.85, 3.15):
        wheel(stage, x + middle * t, y - 0.13 * t, 0.14 * t, (26, 27, 30))
    return x + 0.68 * t + long


def steamer(stage: Stage, x: float, y: float, long: float, color: Color) -> None:
    """Draw a paddle steamer with two decks, its waterline from (x, y) to the right."""
    u = long
    stage.polygon([(x, y - 0.07 * u), (x + u, y - 0.09 * u), (x + 0.96 * u, y), (x + 0.05 * u, y)], color)
    for deck, (left, right) in enumerate(((0.1, 0.88), (0.2, 0.7))):
        low = y - 0.08 * u - deck * 0.085 * u
        stage.box(x + left * u, low - 0.075 * u, (right - left) * u, 0.07 * u, shade(color, 2.0))
        stage.box(x + (left - 0.02) * u, low - 0.088 * u, (right - left + 0.04) * u, 0.014 * u, shade(color, 1.25))
        for place in range(int((right - left) * 26)):
            stage.box(x + (left + 0.015 + place / 26) * u, low - 0.055 * u, 0.016 * u, 0.028 * u, shade(color, 0.9))
    stage.box(x + 0.3 * u, y - 0.32 * u, 0.06 * u, 0.09 * u, shade(color, 1.7))
    stage.box(x + 0.46 * u, y - 0.44 * u, 0.045 * u, 0.2 * u, shade(color, 0.85))
    stage.disc(x + 0.55 * u, y - 0.045 * u, 0.085 * u, shade(color, 1.3))
    stage.box(x + 0.455 * u, y - 0.03 * u, 0.19 * u, 0.045 * u, color)
    stage.line([(x + 0.06 * u, y - 0.08 * u), (x + 0.06 * u, y - 0.3 * u)], color, 2.5)
    stage.polygon(
        [(x + 0.06 * u, y - 0.3 * u), (x + 0.13 * u, y - 0.275 * u), (x + 0.06 * u, y - 0.25 * u)], shade(color, 1.5)
    )


def barge(stage: Stage, x: float, y: float, long: float, color: Color, load: Color) -> None:
    """Draw a flat barge with a heap of freight, waterline from (x, y) to the right."""
    stage.polygon(
        [(x, y - long * 0.07), (x + long, y - long * 0.07), (x + long * 0.95, y), (x + long * 0.05, y)], color
    )
    for place in range(7):
        width = long * 0.11
        stage.box(
            x + long * (0.09 + place * 0.118),
            y - long * (0.12 + 0.03 * (place % 3)),
            width,
            long * 0.08,
            shade(load, 0.85 + 0.07 * (place % 4)),
        )


def portal_crane(stage: Stage, x: float, y: float, tall: float, color: Color, reach_deg: float = 42) -> None:
    """Draw a harbour crane whose jib reaches to the left, its legs around (x, y)."""
    t = tall
    for side in (-1, 1):
        stage.line([(x + side * 0.17 * t, y), (x + side * 0.1 * t, y - 0.42 * t)], color, 0.03 * t)
    stage.box(x - 0.15 * t, y - 0.47 * t, 0.3 * t, 0.055 * t, color)
    stage.box(x - 0.09 * t, y - 0.64 * t, 0.24 * t, 0.17 * t, shade(color, 1.25))
    stage.box(x - 0.07 * t, y - 0.61 * t, 0.08 * t, 0.07 * t, shade(color, 2.2))
    cos, sin = math.cos(math.radians(reach_deg)), math.sin(math.radians(reach_deg))
    tip = (x - 0.9 * t * cos, y - 0.6 * t - 0.9 * t * sin)
    stage.line([(x - 0.04 * t, y - 0.56 * t), tip], color, 0.022 * t)
    stage.line([(x + 0.03 * t, y - 0.68 * t), tip], color, 0.014 * t)
    for place in range(1, 9):
        share = place / 9
        low = (x - 0.04 * t + (tip[0] - x + 0.04 * t) * share, y - 0.56 * t + (tip[1] - y + 0.56 * t) * share)
        high = (
            x + 0.03 * t + (tip[0] - x - 0.03 * t) * (share - 0.06),
            y - 0.68 * t + (tip[1] - y + 0.68 * t) * (share - 0.06),
        )
        stage.line([low, high], color, 0.008 * t)
    stage.line([tip, (tip[0], y - 0.35 * t)], color, 1.5)
    stage.box(tip[0] - 0.05 * t, y - 0.35 * t, 0.1 * t, 0.06 * t, shade(color, 0.8))


def airliner(stage: Stage, x: float, y: float, long: float, color: Color) -> None:
    """Draw a two-engined propeller aircraft standing, looking left, its nose at (x, y)."""
    u = long
    stage.polygon(
        [
            (x, y - 0.02 * u),
            (x + 0.03 * u, y - 0.06 * u),
            (x + 0.12 * u, y - 0.095 * u),
            (x + 0.7 * u, y - 0.1 * u),
            (x + u, y - 0.1 * u),
            (x + 0.97 * u, y - 0.075 * u),
            (x + 0.62 * u, y + 0.012 * u),
            (x + 0.1 * u, y + 0.012 * u),
        ],
        color,
    )
    stage.polygon(
        [
            (x + 0.82 * u, y - 0.1 * u),
            (x + 0.93 * u, y - 0.27 * u),
            (x + u, y - 0.27 * u),
            (x + 0.985 * u, y - 0.1 * u),
        ],
        shade(color, 0.92),
    )
    stage.polygon(
        [(x + 0.06 * u, y - 0.06 * u), (x + 0.12 * u, y - 0.085 * u), (x + 0.13 * u, y - 0.06 * u)], (50, 56, 64)
    )
    for place in range(14):
        stage.box(x + (0.18 + place * 0.045) * u, y - 0.07 * u, 0.022 * u, 0.024 * u, (60, 66, 74))
    stage.polygon(
        [
            (x + 0.36 * u, y - 0.02 * u),
            (x + 0.52 * u, y - 0.02 * u),
            (x + 0.66 * u, y + 0.06 * u),
            (x + 0.54 * u, y + 0.06 * u),
        ],
        shade(color, 0.78),
    )
    stage.disc(x + 0.36 * u, y + 0.005 * u, 0.055 * u, shade(color, 0.85), 0.55)
    stage.line([(x + 0.302 * u, y - 0.075 * u), (x + 0.302 * u, y + 0.085 * u)], (58, 60, 64), 3)
    for wheel_x in (0.12, 0.46):
        stage.line([(x + wheel_x * u, y), (x + wheel_x * u, y + 0.085 * u)], (60, 62, 66), 4)
        wheel(stage, x + wheel_x * u, y + 0.095 * u, 0.025 * u, (32, 33, 36))
