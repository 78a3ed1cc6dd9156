"""Let the site search by an engine from now on, in every process."""

from __future__ import annotations

from django.utils import timezone

from search.engines.target import Target
from search.models import EngineChoice
from search.target import look_again

ONLY_ROW = 1


def choose_engine(target: Target) -> None:
    """Write the choice; processes that search follow within ``FOLLOW_SECONDS``, the drain at its next batch."""
    chosen = {"target": str(target), "chosen_at": timezone.now()}
    EngineChoice.objects.update_or_create(pk=ONLY_ROW, defaults=chosen)
    look_again()
