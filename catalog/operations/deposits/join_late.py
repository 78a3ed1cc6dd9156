"""Join files of a sent bag that came after the bag was first taken in: each is held against what the bag said of it."""

from __future__ import annotations

import unicodedata

from django.db import transaction

from archive.ingest import bags
from archive.ingest.companions import folder_of
from catalog.choices import BagPart, FileOutcome
from catalog.models import Deposit, DepositFile
from catalog.operations.deposits.recognize_bags import payload_part, tag_part


def join_late(*, deposit: Deposit) -> int:
    """Give waiting files of bags whose lists were read before the checksum noted for them; return how many.

    Each takes the place of the row that said it was missing; one that its bag does not name is a stray.
    """
    waiting = deposit.files.filter(container=None, outcome=FileOutcome.WAITING, upload__bag__gt="", bag_part=None)
    roots: dict[str, str | None] = {}
    count = 0
    for row in waiting.filter(expected=None).select_related("upload").order_by("pk").iterator():
        bag = row.upload.bag
        if bag not in roots:
            roots[bag] = _root(deposit, bag)
        root = roots[bag]
        if root is not None and row.path.startswith(root):
            _join(row, root)
            count += 1
    return count


def _root(deposit: Deposit, bag: str) -> str | None:
    """Return the folder of a bag whose declaration was read; None while there is none."""
    read = deposit.files.filter(upload__bag=bag, name_key=bags.DECLARATION, bag_part=BagPart.ABOUT)
    declaration = read.order_by("path").first()
    if declaration is None:
        return None
    folder = folder_of(declaration.path)
    return f"{folder}/" if folder else ""


def _join(row: DepositFile, root: str) -> None:
    name = row.path[len(root) :]
    near = DepositFile.objects.filter(
        deposit=row.deposit_id, container=None, bag_part=BagPart.MISSING, name_key=row.name_key
    )
    wanted = unicodedata.normalize("NFC", row.path)
    noted = next((one for one in near if unicodedata.normalize("NFC", one.path) == wanted), None)
    if not name.startswith(f"{bags.PAYLOAD}/"):
        part = tag_part(name)
    else:
        part = payload_part(name) if noted is not None else BagPart.STRAY
    with transaction.atomic():
        DepositFile.objects.filter(pk=row.pk).update(bag_part=part, expected=noted.expected if noted else None)
        if noted is not None:
            noted.delete()
