"""Receive one uploaded file into a deposit; a worker takes it in."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from archive.ingest.locations import location_key, order_key, shown
from archive.process_marks import process_mark
from archive.spool import drop, keep, spool_folder
from catalog.choices import FileOutcome
from catalog.models import Deposit, DepositFile
from catalog.operations.uploads.finish_upload import hand_over


def receive_upload(*, deposit: Deposit, upload: UploadedFile[Any]) -> DepositFile:
    """Keep an upload's bytes in the deposit's own folder and have them taken in; return its row.

    The row comes first: of an upload that breaks off it is known where its leavings are.
    """
    uid = uuid4()
    name = shown(Path(upload.name or "")) or uid.hex
    row = DepositFile.objects.create(
        deposit=deposit,
        key=location_key(uid.hex),
        location=f"{spool_folder(deposit.uid)}/{uid.hex}",
        path=name,
        order_key=order_key(name),
        size_bytes=upload.size or 0,
        outcome=FileOutcome.RECEIVING,
        claimed_by=process_mark(),
    )
    try:
        keep(name=row.location, file=upload)
    except BaseException:
        drop(row.location)
        row.delete()
        raise
    with transaction.atomic():
        hand_over(file=row)
    row.outcome, row.claimed_by = FileOutcome.WAITING, ""
    return row
