"""Have Wagtail's choosers know the files of a deposit that has ended."""

from __future__ import annotations

from archive.operations.enter_in_choosers import enter_in_choosers
from archive.queries import MODELS
from catalog.choices import FileOutcome
from catalog.models import DepositFile

BATCH = 500


def enter_files(*, deposit_id: int) -> int:
    """Enter every file that the deposit has brought, some at a time; return how many. May be repeated."""
    taken = DepositFile.objects.filter(deposit=deposit_id, outcome=FileOutcome.INGESTED).order_by("pk")
    entered = last = 0
    while rows := list(taken.filter(pk__gt=last).values_list("pk", "kind", "asset_id")[:BATCH]):
        last = rows[-1][0]
        for kind in MODELS:
            keys = [asset for _pk, of_kind, asset in rows if of_kind == kind and asset is not None]
            entered += enter_in_choosers(kind=kind, asset_ids=keys) if keys else 0
    return entered
