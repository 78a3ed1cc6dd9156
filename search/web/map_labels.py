"""Find room for the names of places beside their dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LETTER_WIDTH = 7.4
LINE_HEIGHT = 17.0
GAP = 4.0

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A dot that would bear a name; ``x`` and ``y`` are fractions of the map, ``radius`` is in pixels."""

    label: str
    x: float
    y: float
    radius: float


def labeled(spots: Sequence[Spot], width: float, height: float) -> list[bool | None]:
    """Return for each spot whether its name stands at its left (True) or right; None where there is no room.

    Earlier spots go first. A name crosses no edge of the map, no other name and no other dot.
    """
    dots = [_dot(spot, width, height) for spot in spots]
    taken: list[Box] = []
    sides: list[bool | None] = []
    for place, spot in enumerate(spots):
        others = [*dots[:place], *dots[place + 1 :], *taken]
        sides.append(None)
        for is_left in (False, True):
            box = _name(spot, width, height, is_left=is_left)
            if box[0] >= 0 and box[2] <= width and not any(_overlap(box, other) for other in others):
                taken.append(box)
                sides[-1] = is_left
                break
    return sides


def _dot(spot: Spot, width: float, height: float) -> Box:
    x, y, radius = spot.x * width, spot.y * height, spot.radius
    return x - radius, y - radius, x + radius, y + radius


def _name(spot: Spot, width: float, height: float, *, is_left: bool) -> Box:
    length, away = len(spot.label) * LETTER_WIDTH, spot.radius + GAP
    x, y = spot.x * width, spot.y * height
    left = x - away - length if is_left else x + away
    return left, y - LINE_HEIGHT / 2, left + length, y + LINE_HEIGHT / 2


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
