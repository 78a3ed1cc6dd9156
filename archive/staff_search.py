"""The search of the staff screens, which is Wagtail's in the database, with whatever is entered entered whole.

In SQLite it is looked what is entered already, and the rest added. Two workers at it at once, as after somebody saved a
page twice, would both add the same, and one of their tasks fail.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models, transaction
from modelsearch.backends import database
from modelsearch.backends.base import BaseIndex


class WholeIndex(BaseIndex):
    """An index that nobody enters anything into between a look and what follows from it."""

    def add_items(self, model: type[models.Model], objs: Sequence[models.Model]) -> None:
        """Enter objects of a model, or what has changed of them."""
        with transaction.atomic():
            super().add_items(model, objs)


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that is looked for in a module of settings
    """Return the search that fits the database; PostgreSQL's enters all in one statement."""
    backend = database.SearchBackend(params)
    if connection.vendor == "sqlite":
        # Its own module knows tables that only this database has, so it cannot be imported above.
        backend.index_class = type("WholeIndexOfSQLite", (WholeIndex, backend.index_class), {})
    return backend
