"""Draw land and borders of an extent as SVG paths, cut to the map and no finer than it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from search.atlas.extent import ASPECT, Extent
from search.atlas.topology import Line, Point, World, read_world

WIDTH = 900
HEIGHT = round(WIDTH / ASPECT)
_FINEST = 1.4
"""Points nearer than this to the last one, in units of the drawing, are left out."""

_SPILL = 8
"""How far a drawing reaches over the edge, so that no line runs along it."""

_COARSE_FROM = 100.0
"""From this width in degrees on, the coarser of the two sets of outlines is drawn."""


@dataclass(frozen=True, slots=True)
class Outline:
    """SVG path data of land (fill it even-odd) and of borders, in a view box of ``WIDTH`` by ``HEIGHT``."""

    land: str
    borders: str


@lru_cache(maxsize=64)
def outline(extent: Extent, folder: Path) -> Outline:
    """Return the drawing of an extent; ``folder`` holds world-atlas. Raises AtlasUnreadable."""
    world = _world(folder / f"countries-{'110m' if extent.width >= _COARSE_FROM else '50m'}.json")

    def on_map(point: Point) -> Point:
        x, y = extent.place(point)
        return x * WIDTH, y * HEIGHT

    land = (_ring(line, on_map) for line in world.land)
    borders = (piece for line in world.borders for piece in _pieces(line, on_map))
    return Outline(_path(land, "Z"), _path(borders, ""))


@lru_cache(maxsize=2)
def _world(path: Path) -> World:
    return read_world(path)


def _ring(line: Line, on_map: Callable[[Point], Point]) -> list[Point]:
    """Return a ring cut to the map, by Sutherland and Hodgman; empty where nothing of it shows."""
    points = [on_map(point) for point in line]
    if _is_off(points):
        return []
    edges = ((0, -_SPILL, True), (0, WIDTH + _SPILL, False), (1, -_SPILL, True), (1, HEIGHT + _SPILL, False))
    for axis, bound, is_low in edges:
        points = list(_cut(points, axis, bound, is_low=is_low))
    return list(_thinned(points))


def _cut(points: list[Point], axis: int, bound: float, *, is_low: bool) -> Iterator[Point]:
    def inside(point: Point) -> bool:
        return point[axis] >= bound if is_low else point[axis] <= bound

    for last, point in zip([*points[-1:], *points[:-1]], points, strict=True):
        if inside(last) != inside(point):
            share = (bound - last[axis]) / (point[axis] - last[axis])
            yield last[0] + share * (point[0] - last[0]), last[1] + share * (point[1] - last[1])
        if inside(point):
            yield point


def _pieces(line: Line, on_map: Callable[[Point], Point]) -> Iterator[list[Point]]:
    """Yield the stretches of a line that show, each with the points just outside at its ends."""
    points = [on_map(point) for point in line]
    if _is_off(points):
        return
    piece: list[Point] = []
    for last, point in pairwise(points):
        if _is_off([last, point]):
            if piece:
                yield list(_thinned(piece))
            piece = []
            continue
        piece = piece or [last]
        piece.append(point)
    if piece:
        yield list(_thinned(piece))


def _is_off(points: list[Point]) -> bool:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return max(xs) < -_SPILL or min(xs) > WIDTH + _SPILL or max(ys) < -_SPILL or min(ys) > HEIGHT + _SPILL


def _thinned(points: list[Point]) -> Iterator[Point]:
    last: Point | None = None
    for place, point in enumerate(points):
        is_end = place == len(points) - 1
        if last is None or is_end or abs(point[0] - last[0]) + abs(point[1] - last[1]) >= _FINEST:
            last = point
            yield point


def _path(lines: Iterable[list[Point]], close: str) -> str:
    return "".join(_drawn(line) + close for line in lines if len(line) > 1)


def _drawn(line: list[Point]) -> str:
    steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
    return f"M{steps}"
