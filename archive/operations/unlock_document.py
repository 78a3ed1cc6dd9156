"""Open a locked PDF with the password a person gives; the password itself is kept nowhere."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from archive.choices import AssetState, EventName
from archive.errors import NotLocked, TooManyTries, WrongPassword
from archive.extract.pdf.unlocking import PasswordWrong, unlock_pdf
from archive.models import AssetEvent, Document
from archive.operations.keep_copy import keep_copy
from archive.operations.log_event import log_event
from archive.queries import local_file
from archive.reasons import Reason
from archive.signals import asset_changed
from archive.tasks import enqueue_examination

if TYPE_CHECKING:
    from catalog.models import User

MOST_TRIES = 5
WITHIN = timedelta(minutes=15)


@sensitive_variables("password")
def unlock_document(*, document_id: int, password: str, user: User | None = None) -> None:
    """Make an open copy of a locked document for reading, and have its pages read.

    Raises NotLocked, TooManyTries (five in a quarter of an hour, whoever tries), WrongPassword, and
    ``archive.extract.errors.DocumentUnreadable`` where the file is damaged behind its lock.
    """
    document, left = _count_try(document_id, user)
    with (
        local_file(document) as path,
        tempfile.TemporaryDirectory(prefix="unlock-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder,
    ):
        opened = Path(folder) / "open.pdf"
        try:
            unlock_pdf(path, opened, password)
        except PasswordWrong:
            raise WrongPassword(left) from None
        unlocked = partial(_announce, document, user)
        keep_copy(document=document, path=opened, then=unlocked, state=AssetState.WAITING, state_reason=Reason())


def _announce(document: Document, user: User | None) -> None:
    log_event(document, EventName.UNLOCKED, user=user)
    enqueue_examination(document)
    asset_changed.send(sender=Document, kind=document.kind, asset_id=document.pk, facts=False)


def _count_try(document_id: int, user: User | None) -> tuple[Document, int]:
    """Note a try before it is made, so that many at once are counted too; return how many are left after it."""
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document_id)
        if document.state != AssetState.LOCKED:
            raise NotLocked
        tried = AssetEvent.objects.filter(
            kind=document.kind, asset_id=document.pk, name=EventName.PASSWORD_TRIED, at__gte=timezone.now() - WITHIN
        ).count()
        if tried >= MOST_TRIES:
            raise TooManyTries(int(WITHIN.total_seconds() // 60))
        log_event(document, EventName.PASSWORD_TRIED, user=user)
    return document, MOST_TRIES - tried - 1
