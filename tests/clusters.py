"""Settings for the tests' own cluster, each with a prefix that no other test has."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from search.engines.elasticsearch import ClusterSettings
from tests.patience import PATIENCE_SECONDS


def settings_of(address: str, **given: Any) -> ClusterSettings:
    """Return settings for a prefix of one's own; what is written is seen at once, as where no worker runs."""
    made = ClusterSettings((address,), prefix=f"t{uuid.uuid4().hex[:12]}", replicas=0, is_refreshed_at_once=True)
    return replace(made, **given)


def remove(settings: ClusterSettings) -> None:
    """Remove all indices of a prefix; a server that a test has killed may be a while in coming back."""
    until = time.monotonic() + PATIENCE_SECONDS
    with Elasticsearch(list(settings.hosts), request_timeout=60) as client:
        while True:
            try:
                if names := list(client.indices.get_alias(index=f"{settings.prefix}-*")):
                    client.indices.delete(index=",".join(names), ignore_unavailable=True)
            except (ApiError, TransportError):
                if time.monotonic() > until:
                    raise
                time.sleep(1)
            else:
                return
