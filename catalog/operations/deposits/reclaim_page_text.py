"""Join a plain text that was taken in by itself to the scan that came after it and whose pages it holds.

In a browser files arrive one by one; a text that comes first cannot know whether a scan will follow.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from archive.extract.errors import ExtractError
from archive.extract.sidecars.plain import PLAIN_TEXT
from archive.ingest.companions import folder_of, scan_names
from archive.models import Document
from archive.operations.attach_text import attach_text
from archive.operations.discard_stored import discard_stored
from archive.queries import local_file
from archive.reasons import Reason
from catalog.choices import FileOutcome
from catalog.models import DepositFile, Record
from catalog.operations.attach_texts import WITH_IT
from catalog.undo_queries import undo_obstacles


def reclaim_page_text(*, scan: DepositFile) -> bool:
    """Give a scan just taken in the text beside it that was taken in before; return whether there was one.

    The document and record of the text go, as when they are undone; one that people rely on by now stays what it is.
    """
    document = Document.objects.filter(pk=scan.asset_id).first() if scan.kind == Document.kind else None
    if document is None or document.text_file:
        return False
    return any(_joined(row, scan, document) for row in _texts_beside(scan))


def _texts_beside(scan: DepositFile) -> list[DepositFile]:
    name = scan.name.casefold()
    names = [one + PLAIN_TEXT for one in (name.rpartition(".")[0], name) if one]
    near = DepositFile.objects.filter(
        deposit=scan.deposit_id, container=scan.container_id, name_key__in=names, outcome=FileOutcome.INGESTED
    )
    found = [one for one in near if folder_of(one.path) == folder_of(scan.path)]
    return [one for one in found if one.kind == Document.kind and name in scan_names(one.name)]


def _joined(row: DepositFile, scan: DepositFile, document: Document) -> bool:
    own = Document.objects.filter(pk=row.asset_id).first()
    # Held until the commit: nobody edits the record between the question and its removal.
    record = Record.objects.select_for_update().filter(pk=row.record_id).first()
    if own is None or record is None or undo_obstacles([row]):
        return False
    user = row.deposit.opened_by
    try:
        with transaction.atomic(), local_file(own) as path:
            attach_text(document_id=document.pk, path=path, name=row.name, user=user, came_with_deposit=True)
    except ExtractError:
        return False  # it is of something else
    log(record, "wagtail.delete", user=user, deleted=True)
    record.delete()
    own.delete()
    DepositFile.objects.filter(pk=row.pk).update(
        outcome=FileOutcome.ATTACHED,
        reason=Reason("", WITH_IT, {"document": document.original_name}),
        kind=scan.kind,
        asset_id=document.pk,
        record=scan.record_id,
        asset_uid=None,
        settled_at=timezone.now(),
    )
    if row.asset_uid is not None:
        transaction.on_commit(partial(discard_stored, uid=row.asset_uid))
    return True
