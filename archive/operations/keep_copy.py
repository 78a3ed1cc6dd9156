"""Keep the PDF copy of a document that is read instead of its original."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from archive.choices import EventName
from archive.models import Document
from archive.operations.log_event import log_event


def keep_copy(*, document: Document, path: Path, then: Callable[[], None] = lambda: None, **changes: Any) -> None:
    """Store a copy under a name of its own and read from it from now on; ``changes`` of the row go along.

    ``then`` is called in the same transaction, which begins when the bytes are stored: nobody waits for the database
    while a large file is. Nothing is left behind when storing fails; an earlier copy is deleted after the commit.
    """
    name = f"{document.page_folder}/copy-{secrets.token_hex(6)}.pdf"
    with path.open("rb") as made:
        stored = default_storage.save(name, File(made, name=name))
    try:
        with transaction.atomic():
            held = Document.objects.select_for_update().get(pk=document.pk)
            Document.objects.filter(pk=document.pk).update(copy_name=stored, **changes)
            log_event(document, EventName.COPY_MADE, size_bytes=path.stat().st_size)
            if held.copy_name:
                transaction.on_commit(partial(default_storage.delete, held.copy_name))
            then()
    except BaseException:
        default_storage.delete(stored)
        raise
    document.copy_name = stored
