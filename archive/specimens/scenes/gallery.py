"""List the scenes by name, so that data files can ask for them."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from archive.specimens.errors import SpecimenError
from archive.specimens.scenes import crossings, objects, places, transport

SCENES: dict[str, Callable[[int], Image.Image]] = {
    draw.__name__: draw
    for draw in (
        transport.steppe_train,
        transport.river_port,
        transport.paddle_steamer,
        transport.lorry_queue,
        transport.airfield,
        transport.x_ray,
        places.mountain_post,
        places.watchtower,
        places.custom_house,
        places.domes,
        places.fortress_caravan,
        crossings.snow_pass,
        crossings.terminal,
        crossings.containers,
        crossings.night_search,
        objects.piala,
        objects.lantern,
        objects.mortar,
        objects.tea_caddy,
    )
}


def draw_scene(name: str, seed: int = 1) -> Image.Image:
    """Return the picture of a scene; the same name and seed give the same picture.

    Raises ``SpecimenError`` for a name that is not in ``SCENES``.
    """
    if name not in SCENES:
        raise SpecimenError(f"No scene named “{name}”; known are: {', '.join(sorted(SCENES))}.")
    return SCENES[name](seed)
