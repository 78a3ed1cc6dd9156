"""Hold a file against what its bag says of it, and settle those that only tell of the bag."""

from __future__ import annotations

from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_noop

from archive.ingest import bags
from archive.reasons import Reason
from catalog.choices import BagPart
from catalog.models import Deposit, DepositFile
from catalog.operations.ingest_file import IngestResult, Outcome, Slip
from catalog.operations.manifests.receive_manifest import receive_manifest

ABOUT = Reason("", gettext_noop("It tells of the bag or of files in it, and is not taken in itself."))
TABLE = Reason("", gettext_noop("It came in the bag as its manifest."))


def hold_to_bag(*, row: DepositFile, path: Path) -> None:
    """Raise ``IngestRefused`` for a file that differs from what its bag says of it, or is not named there."""
    if row.expected:
        bags.verify(path, row.expected)
    if row.bag_part == BagPart.STRAY:
        raise bags.stray()


def settle_bag_file(*, row: DepositFile, path: Path, slip: Slip, deposit: Deposit) -> IngestResult | None:
    """Verify a file of a bag; settle one that tells of the bag, or offer it as manifest; None for one to be taken in.

    Raises what ``hold_to_bag`` raises.
    """
    hold_to_bag(row=row, path=path)
    if row.bag_part not in {BagPart.ABOUT, BagPart.TABLE}:
        return None
    if row.bag_part == BagPart.TABLE and not deposit.manifests.exists():
        # In no transaction with the claim: its bytes are stored meanwhile. After a kill it is found there.
        with path.open("rb") as stream:
            receive_manifest(deposit=deposit, file=File(stream, name=row.name), name=row.name)
    why = TABLE if row.bag_part == BagPart.TABLE else ABOUT
    result = IngestResult(slip.name, Outcome.ATTACHED, why)
    with transaction.atomic():
        slip.seal(result)
    return result
