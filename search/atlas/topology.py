"""Read the TopoJSON of the npm package ``world-atlas``: rings of land, and lines between countries.

TopoJSON 1.0 (https://github.com/topojson/topojson-specification): arcs are delta-encoded whole numbers under one
scale and shift; a ring names its arcs, ``~n`` the arc ``n`` backwards; an arc that two countries name is a border.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Point = tuple[float, float]
"""Longitude and latitude in degrees."""

Line = tuple[Point, ...]


class AtlasUnreadable(Exception):
    """The file of outlines is missing or is no TopoJSON as expected."""


@dataclass(frozen=True, slots=True)
class World:
    """Rings of land (outer ones and lakes alike, for an even-odd fill) and lines of borders."""

    land: tuple[Line, ...]
    borders: tuple[Line, ...]


def read_world(path: Path) -> World:
    """Return what ``countries-*.json`` holds; raises AtlasUnreadable."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        arcs = [_decoded(arc, told["transform"]) for arc in told["arcs"]]
        land = tuple(_joined(ring, arcs) for ring in _rings(told["objects"]["land"]))
        uses = Counter(
            number if number >= 0 else ~number
            for country in told["objects"]["countries"]["geometries"]
            for number in {each if each >= 0 else ~each for ring in _rings(country) for each in ring}
        )
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise AtlasUnreadable(f"{path}: {error}") from error
    return World(land, tuple(arcs[number] for number, times in uses.items() if times > 1))


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> Line:
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + shift_x, y * scale_y + shift_y))
    return tuple(points)


def _rings(shape: dict[str, Any]) -> Iterator[list[int]]:
    match shape.get("type"):
        case "Polygon":
            yield from shape["arcs"]
        case "MultiPolygon":
            for polygon in shape["arcs"]:
                yield from polygon
        case "GeometryCollection":
            for part in shape["geometries"]:
                yield from _rings(part)


def _joined(ring: Iterable[int], arcs: list[Line]) -> Line:
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return tuple(points)
