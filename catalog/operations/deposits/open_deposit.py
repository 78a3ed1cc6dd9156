"""Open a deposit: note what is to be taken in and how it is to be described."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from archive.ingest.locations import written
from catalog.choices import DepositSource, DepositState
from catalog.models import Deposit
from catalog.operations.ingest_file import IngestOrder


def open_deposit(*, paths: Sequence[Path], order: IngestOrder, runner: str = "") -> Deposit:
    """Open a deposit of files and folders of this machine; nothing is read yet.

    ``runner`` marks the process that will work on it; without one the workers do.
    """
    # Kept absolute: it may be resumed from another folder.
    locations = [written(path.absolute()) for path in paths]
    made: Deposit = Deposit.objects.create(
        source=DepositSource.COMMAND, locations=locations, runner=runner, **_described(order)
    )
    return made


def open_upload(*, form_uid: UUID, order: IngestOrder) -> Deposit:
    """Return the deposit of one visit to the upload form; what is sent under another order is another deposit."""
    described = _described(order)
    said = [str(getattr(value, "pk", value)) for value in described.values()]
    made: Deposit
    made, _ = Deposit.objects.get_or_create(
        uid=uuid5(form_uid, "|".join(said)),
        defaults={
            "source": DepositSource.UPLOAD,
            "state": DepositState.WORKING,
            "listed_at": timezone.now(),
            **described,
        },
    )
    return made


def _described(order: IngestOrder) -> dict[str, Any]:
    return {
        "opened_by": order.user,
        "collection": order.collection,
        "access": order.access,
        "embargo_until": order.embargo_until,
        "image_kind": order.kind.value if order.kind else "",
        "is_live": order.live,
    }
