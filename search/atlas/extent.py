"""Choose what part of the world a map shows, in steps, so that maps of nearby places are drawn once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from search.atlas.topology import Point

ASPECT = 1.5
"""Width of a map over its height."""

NARROWEST = 6.0
"""Degrees of latitude-sized units a map shows at least: around one place its country is to be known."""

_MARGIN = 1.3
_STEP = 1.25
_FURTHEST_NORTH = 84.0
_WORLD = 360.0


@dataclass(frozen=True, slots=True)
class Extent:
    """A part of the world on an equirectangular map that is true to scale at its middle latitude.

    ``width`` is in degrees of a great circle; the height follows from ``ASPECT``.
    """

    longitude: float
    latitude: float
    width: float

    @property
    def height(self) -> float:
        """Return the height in degrees of latitude."""
        return self.width / ASPECT

    @property
    def squeeze(self) -> float:
        """Return by how much degrees of longitude are shorter than those of latitude."""
        return max(0.2, math.cos(math.radians(self.latitude)))

    def place(self, point: Point) -> Point:
        """Return where a point lies on the map, as fractions of width and height from the upper left."""
        x = (point[0] - self.longitude) * self.squeeze / self.width + 0.5
        y = (self.latitude - point[1]) / self.height + 0.5
        return x, y


def extent_of(points: Sequence[Point]) -> Extent:
    """Return the extent around points, with a margin; the whole world where there are none."""
    if not points:
        return Extent(0.0, 0.0, _WORLD)
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    latitude, longitude = (south + north) / 2, (west + east) / 2
    squeeze = max(0.2, math.cos(math.radians(latitude)))
    wanted = max((east - west) * squeeze, (north - south) * ASPECT, NARROWEST / _MARGIN) * _MARGIN
    width = min(_WORLD, NARROWEST * _STEP ** math.ceil(math.log(max(wanted / NARROWEST, 1.0), _STEP)))
    grain = width / 32
    return Extent(round(longitude / grain) * grain, _within(round(latitude / grain) * grain, width / ASPECT), width)


def _within(latitude: float, height: float) -> float:
    """Keep the map from showing more than there is beyond the poles."""
    most = max(0.0, _FURTHEST_NORTH - height / 2)
    return min(most, max(-most, latitude)) if height < 2 * _FURTHEST_NORTH else 0.0
