"""Maps show all places asked for, with land where land is."""

import json
import re
from pathlib import Path

import pytest

from config.environment import PROJECT_DIR
from search.atlas import Extent, extent_of, outline
from search.atlas.drawing import HEIGHT, WIDTH
from search.atlas.topology import AtlasUnreadable, Point, read_world

ATLAS = PROJECT_DIR / "node_modules" / "world-atlas"
TERMIZ, TASHKENT, LONDON = (67.28, 37.22), (69.28, 41.31), (-0.13, 51.51)


@pytest.mark.parametrize(
    "points",
    [[TERMIZ], [TERMIZ, TASHKENT], [TERMIZ, LONDON], [(-179.9, 70.0), (179.9, -60.0)], [(0.0, 89.0), (10.0, -89.0)]],
)
def test_every_place_lies_on_its_map(points: list[Point]) -> None:
    extent = extent_of(points)
    for point in points:
        x, y = extent.place(point)
        if abs(point[1]) < 84:
            assert 0 <= x <= 1
            assert 0 <= y <= 1


def test_one_place_is_shown_with_the_country_around_it_and_none_with_the_world() -> None:
    assert 5 < extent_of([TERMIZ]).width < 10
    assert extent_of([]).width == 360


def test_north_is_up_and_east_is_right() -> None:
    extent = extent_of([TERMIZ, TASHKENT])
    (termiz_x, termiz_y), (tashkent_x, tashkent_y) = extent.place(TERMIZ), extent.place(TASHKENT)
    assert termiz_x < tashkent_x
    assert termiz_y > tashkent_y


def test_nearby_results_share_one_drawing() -> None:
    assert extent_of([TERMIZ, TASHKENT]) == extent_of([(67.27, 37.23), (69.27, 41.30)])


def inside(path: str, x: float, y: float) -> bool:
    """Say by the even-odd rule whether a point of the drawing is filled."""
    crossed = False
    for ring in path.split("Z"):
        points = [(float(a), float(b)) for a, b in re.findall(r"(-?[\d.]+),(-?[\d.]+)", ring)]
        for (x1, y1), (x2, y2) in zip(points, [*points[1:], *points[:1]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossed = not crossed
    return crossed


@pytest.mark.parametrize(
    ("place", "is_land"),
    [(TERMIZ, True), (LONDON, True), ((51.0, 41.5), False), ((3.0, 56.0), False), ((35.0, 33.0), False)],
    ids=["Termiz", "London", "Caspian", "North Sea", "Mediterranean"],
)
def test_land_is_land_and_sea_is_sea_on_a_wide_map_and_on_a_near_one(place: Point, is_land: bool) -> None:
    for extent in (extent_of([TERMIZ, LONDON]), extent_of([place])):
        x, y = extent.place(place)
        assert inside(outline(extent, ATLAS).land, x * WIDTH, y * HEIGHT) is is_land


def test_nothing_is_drawn_far_off_the_map() -> None:
    drawn = outline(extent_of([TERMIZ, TASHKENT]), ATLAS)
    xs = [float(x) for x in re.findall(r"(-?[\d.]+),", drawn.land)]
    assert drawn.borders
    assert min(xs) >= -10
    assert max(xs) <= WIDTH + 10


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({"arcs": [], "transform": {}})])
def test_a_file_that_is_no_atlas_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "countries-50m.json"
    path.write_text(text)
    with pytest.raises(AtlasUnreadable, match="countries-50m"):
        read_world(path)
    with pytest.raises(AtlasUnreadable):
        outline(Extent(60.0, 40.0, 10.0), tmp_path)
