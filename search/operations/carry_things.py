"""Make the index hold what the database holds of some things, and keep the book of those that fail."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from search.documents.source import Source
from search.indices import Indices
from search.operations.put_things import put_things
from search.operations.quarantine import forgive, set_aside


def carry_things(
    indices: Indices, source: Source, object_ids: Sequence[int], *, upto: int, generation: str | None = None
) -> dict[int, str]:
    """Write things into a generation (the active one by default); return the reasons of those set aside."""
    failures = put_things(indices, source, object_ids, upto=upto, generation=generation)
    with transaction.atomic():
        set_aside(source.slug, failures)
        forgive(source.slug, set(object_ids) - set(failures))
    return failures
