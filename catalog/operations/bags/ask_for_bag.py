"""Order an export, call it off, go on with one that trouble stopped, and delete those whose time is over."""

from __future__ import annotations

import shutil
from collections.abc import Collection as Keys
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.reasons import Reason
from catalog.choices import BagState
from catalog.errors import NotPossible
from catalog.models import BagExport, Collection
from catalog.tasks import enqueue_packing

if TYPE_CHECKING:
    from catalog.models import User

MOST_RECORDS = 100_000
TOO_MANY = gettext_noop("At most 100,000 chosen records go into one export; export a whole collection instead.")
NOTHING = gettext_noop("There are no records in it.")


def work_folder(export: BagExport) -> Path:
    """Return the local folder in which a bag is packed."""
    return Path(settings.FONDS_DATA) / "exports" / export.uid.hex


def ask_for_bag(
    *, title: str, user: User, record_ids: Keys[int] = (), collection: Collection | None = None,
    has_versions: bool = False, has_texts: bool = True,
) -> BagExport:  # fmt: skip
    """Have records, or all of a collection, packed in the background; return the order. Raises NotPossible."""
    if len(record_ids) > MOST_RECORDS:
        raise NotPossible(TOO_MANY)
    if not record_ids and (collection is None or not collection.records.exists()):
        raise NotPossible(NOTHING)
    with transaction.atomic():
        export = BagExport.objects.create(
            title=title[:200], asked_by=user, collection=collection,
            collection_key=collection.pk if collection else None,
            record_ids=sorted(record_ids) if record_ids else None, has_versions=has_versions, has_texts=has_texts,
        )  # fmt: skip
        enqueue_packing(export)
    return export


def call_off(*, export: BagExport) -> bool:
    """Stop an export that is being packed or was stopped, and delete what there is of it."""
    open_states = [BagState.WORKING, BagState.FAILED]
    changes = {"state": BagState.CANCELED, "ended_at": timezone.now(), "claimed_by": ""}
    stopped = BagExport.objects.filter(pk=export.pk, state__in=open_states).update(**changes)
    shutil.rmtree(work_folder(export), ignore_errors=True)
    return bool(stopped)


def go_on(*, export: BagExport) -> bool:
    """Go on with an export that trouble stopped, from where it was."""
    with transaction.atomic():
        stopped = BagExport.objects.filter(pk=export.pk, state=BagState.FAILED)
        if not stopped.update(state=BagState.WORKING, reason=Reason(), attempts=0, ended_at=None):
            return False
        enqueue_packing(export)
    return True


def delete_bag(*, export: BagExport) -> None:
    """Delete a finished bag before or after its time; may be repeated."""
    default_storage.delete(export.stored_as)
    BagExport.objects.filter(pk=export.pk, state=BagState.READY).update(state=BagState.EXPIRED, name="")


def delete_expired() -> int:
    """Delete the bags whose time is over; return how many."""
    expired = BagExport.objects.filter(state=BagState.READY, expires_at__lte=timezone.now())
    for export in expired:
        delete_bag(export=export)
    return len(expired)
