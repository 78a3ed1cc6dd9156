"""Put records into a collection, many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from catalog.models import Collection, Record
from catalog.operations.amend_record import amend_record

if TYPE_CHECKING:
    from catalog.models import User


def place_records(*, records: Iterable[Record], collection: Collection | None, user: User | None = None) -> int:
    """Put each record into a collection, or into none, and log it; return how many moved."""
    moved = 0
    for record in records:
        if record.collection_id == (collection.pk if collection else None):
            continue
        changes: dict[str, object] = {"collection": collection}
        if user is not None:
            # A manifest that is applied again leaves alone what a person has chosen.
            changes["edited_fields"] = sorted({*record.edited_fields, "collection"})
        with transaction.atomic():
            amend_record(record=record, changes=changes, user=user)
            log(record, "wagtail.edit", user=user)
        moved += 1
    return moved
