"""Scenes come out the same every time and look like photographs, not like pages or flat fields."""

from __future__ import annotations

import numpy as np
import pytest

from archive.specimens.errors import SpecimenError
from archive.specimens.scenes.gallery import SCENES, draw_scene


@pytest.mark.parametrize("name", sorted(SCENES))
def test_every_scene_is_a_picture_of_some_depth(name: str) -> None:
    gray = np.asarray(draw_scene(name).convert("L").resize((160, 100)), dtype=int)

    assert gray.std() > 12
    assert len(np.unique(gray // 8)) > 12


def test_the_same_seed_draws_the_same_picture_and_another_does_not() -> None:
    assert draw_scene("piala", 3).tobytes() == draw_scene("piala", 3).tobytes()
    assert draw_scene("piala", 3).tobytes() != draw_scene("piala", 4).tobytes()


def test_an_unknown_scene_names_the_known_ones() -> None:
    with pytest.raises(SpecimenError, match="river_port"):
        draw_scene("moon")
