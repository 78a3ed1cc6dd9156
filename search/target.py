"""Say which engine the site searches by: the one that `index switch` chose, else the one of the settings."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings

from search.engines.target import EMBEDDED, Target, target_of
from search.models import EngineChoice

FOLLOW_SECONDS = 0.5
"""A process that searches has followed a switch after so long."""

_seen: list[tuple[float, Target | None]] = []


def default_target() -> Target:
    """Return the engine of the settings."""
    cluster: dict[str, Any] = settings.FONDS_SEARCH_CLUSTER
    hosts = () if settings.FONDS_SEARCH == EMBEDDED else tuple(cluster["hosts"])
    return Target(settings.FONDS_SEARCH, hosts)


def chosen_target() -> Target | None:
    """Return the engine chosen by a switch, as the database has it now."""
    text = EngineChoice.objects.values_list("target", flat=True).first()
    return target_of(text) if text else None


def target_now() -> Target:
    """Return the engine that counts now, asking the database; for those who write to the index."""
    return chosen_target() or default_target()


def target_followed() -> Target:
    """Return the engine that counts, asked of the database every ``FOLLOW_SECONDS``; for those who search."""
    now = time.monotonic()
    seen = _seen[0] if _seen else None
    if seen is None or now - seen[0] > FOLLOW_SECONDS:
        seen = (now, chosen_target())
        _seen[:] = [seen]
    return seen[1] or default_target()


def look_again() -> None:
    """Have the next search of this process ask the database."""
    _seen.clear()
