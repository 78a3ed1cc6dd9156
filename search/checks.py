"""Say before the site starts what the search pages lack."""

from __future__ import annotations

from typing import Any

from django.core import checks

from search.web.place_map import ATLAS


@checks.register
def outlines_are_installed(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Warn where the outlines of the map are not there; search works without them."""
    if (ATLAS / "countries-50m.json").is_file() and (ATLAS / "countries-110m.json").is_file():
        return []
    hint = "Run `npm ci` in the project folder."
    return [
        checks.Warning(
            "The outlines of the map of places (world-atlas) are not installed.", hint=hint, id="search.W001"
        )
    ]
