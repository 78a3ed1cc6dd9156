"""Receive a file that is to take the place of an asset's; a worker examines it and puts it there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from archive.errors import ArchiveError
from archive.ingest.locations import shown
from archive.models import Asset, Replacement
from archive.process_marks import process_mark
from archive.spool import drop, keep
from archive.tasks import enqueue_replacement

if TYPE_CHECKING:
    from catalog.models import User


class AlreadyReplacing(ArchiveError):
    """Raised when another file is just about to take the place of this asset's."""


def ask_to_replace(*, asset: Asset, upload: UploadedFile[Any], why: str, user: User | None) -> Replacement:
    """Keep the upload and have it take the file's place; return the order. Raises AlreadyReplacing.

    The row comes first, claimed: of an upload that breaks off it is known where its leavings are.
    """
    order = Replacement(
        kind=asset.kind, asset_id=asset.pk, original_name=(shown(Path(upload.name or "")) or "file")[-255:],
        size_bytes=upload.size or 0, why=why[:500], asked_by=user, claimed_by=process_mark(),
    )  # fmt: skip
    order.location = f"replacements/{order.uid.hex[:2]}/{order.uid.hex}"
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError as error:
        raise AlreadyReplacing(str(order)) from error
    try:
        keep(name=order.location, file=upload)
    except BaseException:
        drop(order.location)
        order.delete()
        raise
    with transaction.atomic():
        Replacement.objects.filter(pk=order.pk).update(claimed_by="")
        enqueue_replacement(order.pk)
    return order
