"""Make files known to Wagtail's choosers: one by one as they change, those of a deposit together.

To enter one, the search in the database averages over all there are: a hundred thousand files of a deposit, each alone,
would take longer with every one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from modelsearch.backends import get_search_backends

from archive.queries import MODELS

_is_left: ContextVar[bool] = ContextVar("_is_left", default=False)


@contextmanager
def choosers_left() -> Iterator[None]:
    """Enter no file in the block by itself, for one that has them entered together later."""
    token = _is_left.set(True)
    try:
        yield
    finally:
        _is_left.reset(token)


def is_left() -> bool:
    """Say whether files are entered later."""
    return _is_left.get()


def enter_in_choosers(*, kind: str, asset_ids: Collection[int]) -> int:
    """Enter the assets of a kind that are still there; return how many. May be repeated."""
    model = MODELS[kind]
    # In SQLite nobody may delete one between the look and the entering. PostgreSQL adds and changes in one statement,
    # where two that go in different order would wait for each other.
    with transaction.atomic():
        found = list(model.objects.filter(pk__in=asset_ids).order_by("pk").prefetch_related("tags"))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, found)
    return len(found)
