"""Join a plain text that was taken in by itself to the scan, or the recording, that came after it and whose it is.

In a browser files arrive one by one; a text that comes first cannot know whether another will follow.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from archive.extract.errors import ExtractError
from archive.extract.sidecars.plain import PLAIN_TEXT
from archive.ingest.companions import companion_names, folder_of, scan_names
from archive.models import Document, Recording
from archive.operations.attach_text import attach_text
from archive.operations.discard_stored import discard_stored
from archive.queries import local_file
from archive.reasons import Reason
from catalog.choices import FileOutcome
from catalog.models import DepositFile, Record
from catalog.operations.attach_sidecars import WITH_IT as TRANSCRIPT_WITH_IT
from catalog.operations.attach_sidecars import join_transcript
from catalog.operations.attach_texts import WITH_IT
from catalog.undo_queries import undo_obstacles

Join = Callable[[Path, DepositFile], Reason]
"""Attaches the text of a row; returns what to say of it, and raises ExtractError where it is of something else."""


def reclaim_page_text(*, scan: DepositFile) -> bool:
    """Give a scan just taken in the text beside it that was taken in before; return whether there was one.

    The document and record of the text go, as when they are undone; one that people rely on by now stays what it is.
    """
    document = Document.objects.filter(pk=scan.asset_id).first() if scan.kind == Document.kind else None
    if document is None or document.text_file:
        return False

    def join(path: Path, row: DepositFile) -> Reason:
        user = row.deposit.opened_by
        attach_text(document_id=document.pk, path=path, name=row.name, user=user, came_with_deposit=True)
        return Reason("", WITH_IT, {"document": document.original_name})

    found = [one for one in _texts_beside(scan) if scan.name.casefold() in scan_names(one.name)]
    return any(_joined(row, scan, join) for row in found)


def reclaim_transcript(*, recording: DepositFile) -> bool:
    """Give a recording just taken in the plain text beside it that was taken in before, as its transcript."""
    held = Recording.objects.filter(pk=recording.asset_id).first() if recording.kind == Recording.kind else None
    if held is None:
        return False

    def join(path: Path, row: DepositFile) -> Reason:
        join_transcript(recording=held, path=path, name=row.name, user=row.deposit.opened_by)
        return Reason("", TRANSCRIPT_WITH_IT, {"recording": held.original_name})

    found = [one for one in _texts_beside(recording) if recording.name.casefold() in companion_names(one.name)]
    # All of them: it may have one in each language.
    return sum(_joined(row, recording, join) for row in found) > 0


def _texts_beside(owner: DepositFile) -> list[DepositFile]:
    """Return the plain texts of the same folder and beginning of name that were taken in as documents."""
    stem = owner.name.casefold().rpartition(".")[0] or owner.name.casefold()
    near = DepositFile.objects.filter(
        deposit=owner.deposit_id, container=owner.container_id, outcome=FileOutcome.INGESTED, kind=Document.kind,
        name_key__startswith=f"{stem}.", name_key__endswith=PLAIN_TEXT,
    )  # fmt: skip
    return [one for one in near.order_by("pk") if folder_of(one.path) == folder_of(owner.path)]


def _joined(row: DepositFile, owner: DepositFile, join: Join) -> bool:
    own = Document.objects.filter(pk=row.asset_id).first()
    # Held until the commit: nobody edits the record between the question and its removal.
    record = Record.objects.select_for_update().filter(pk=row.record_id).first()
    if own is None or record is None or undo_obstacles([row]):
        return False
    try:
        with transaction.atomic(), local_file(own) as path:
            why = join(path, row)
    except ExtractError:
        return False  # it is of something else
    log(record, "wagtail.delete", user=row.deposit.opened_by, deleted=True)
    record.delete()
    own.delete()
    DepositFile.objects.filter(pk=row.pk).update(
        outcome=FileOutcome.ATTACHED,
        reason=why,
        kind=owner.kind,
        asset_id=owner.asset_id,
        record=owner.record_id,
        asset_uid=None,
        settled_at=timezone.now(),
    )
    if row.asset_uid is not None:
        transaction.on_commit(partial(discard_stored, uid=row.asset_uid))
    return True
