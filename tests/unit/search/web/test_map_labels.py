"""Names stand beside their dots where there is room, and over nothing."""

from search.web.map_labels import Spot, labeled


def test_a_name_stands_at_the_right_and_at_the_edge_at_the_left() -> None:
    spots = [Spot("Termiz", 0.3, 0.5, 8), Spot("Toshkent", 0.97, 0.2, 8)]
    assert labeled(spots, 900, 600) == [False, True]


def test_a_name_that_would_cover_another_place_is_left_away() -> None:
    crowd = [Spot("Termiz", 0.5, 0.5, 12), Spot("Amudaryo", 0.53, 0.5, 6), Spot("Boysun", 0.47, 0.5, 6)]
    assert labeled(crowd, 900, 600)[0] is None
    apart = [Spot("Termiz", 0.5, 0.5, 12), Spot("Boysun", 0.5, 0.3, 6)]
    assert None not in labeled(apart, 900, 600)


def test_a_small_map_bears_fewer_names() -> None:
    spots = [Spot(f"Qishloq {n}", 0.2 + 0.1 * n, 0.5 + 0.05 * (n % 2), 6) for n in range(7)]
    assert labeled(spots, 342, 228).count(None) > labeled(spots, 1800, 1200).count(None)
