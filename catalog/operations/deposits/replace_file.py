"""Give a refused file of an upload anew: its row stays and refers to the new bytes."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.ingest.locations import shown
from archive.process_marks import process_mark
from archive.reasons import Reason
from archive.spool import drop, keep, spool_folder
from catalog.choices import DepositSource, DepositState, FileOutcome
from catalog.errors import NotPossible
from catalog.models import Deposit, DepositFile, ResumableUpload
from catalog.operations.deposits.reclaim_files import BROKEN_OFF
from catalog.operations.uploads.finish_upload import hand_over

NOT_REFUSED = gettext_noop("Only a file that was not taken in can be given anew.")
NOT_SENT = gettext_noop("This file lies on the server; mend it there and try again.")


def replace_file(*, row: DepositFile, upload: UploadedFile[Any]) -> None:
    """Put new bytes in the place of a refused file, or of a refused member of an archive, and have them taken in.

    The row keeps its path, whatever the new file is called, but for the ending: a list that describes the files by
    their paths still finds it. Raises NotPossible.
    """
    location = f"{spool_folder(row.deposit.uid)}/{uuid4().hex}"
    _make_way(row, location, upload)
    if row.position is None and not (row.container and row.container.location == row.location):
        # What is missing from an archive has no place but that of the archive, which holds the others.
        drop(row.location)
    try:
        keep(name=location, file=upload)
    except BaseException:
        drop(location)
        lost = DepositFile.objects.filter(pk=row.pk, outcome=FileOutcome.RECEIVING, location=location)
        lost.update(outcome=FileOutcome.REFUSED, reason=BROKEN_OFF, claimed_by="", settled_at=timezone.now())
        raise
    with transaction.atomic():
        hand_over(file=row)


def _make_way(row: DepositFile, location: str, upload: UploadedFile[Any]) -> None:
    """Note where the new bytes will be before they are there: of a broken upload it is then known what it left."""
    with transaction.atomic():
        deposit = Deposit.objects.select_for_update().get(pk=row.deposit_id)
        if deposit.source != DepositSource.UPLOAD:
            raise NotPossible(NOT_SENT)
        if deposit.state in {DepositState.UNDOING, DepositState.UNDONE}:
            raise NotPossible(gettext_noop("A deposit that was undone cannot be taken in again."))
        changed = DepositFile.objects.filter(pk=row.pk, outcome=FileOutcome.REFUSED).update(
            location=location,
            position=None,
            path=_path(row.path, shown(Path(upload.name or ""))),
            size_bytes=upload.size or 0,
            sha256="",
            outcome=FileOutcome.RECEIVING,
            reason=Reason(),
            attempts=0,
            claimed_by=process_mark(),
            settled_at=None,
        )
        if not changed:
            raise NotPossible(NOT_REFUSED)
        # It is as good as new: what was known of it as an upload in pieces is of the old bytes.
        ResumableUpload.objects.filter(file=row.pk).delete()


def _path(path: str, name: str) -> str:
    old, new = PurePosixPath(path), PurePosixPath(name)
    same = old.suffix.lower() == new.suffix.lower() or not new.suffix
    return path if same else f"{path.removesuffix(old.suffix)}{new.suffix}"
