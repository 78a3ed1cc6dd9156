"""Keep a manifest that came with a deposit, to be read by a worker."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.files import File
from django.db import transaction

from archive.ingest.manifests.types import TableLimits, too_large
from archive.spool import drop, keep, spool_folder
from catalog.models import Deposit, Manifest

if TYPE_CHECKING:
    from catalog.models import User


def receive_manifest(
    *, deposit: Deposit, file: File[Any], name: str, user: User | None = None, is_queued: bool = True
) -> Manifest:
    """Keep a manifest's bytes and have them read; ``is_queued`` is false where the caller reads them.

    The one before it goes on counting until the columns of this one are agreed on. Raises ``IngestRefused`` for one
    that is too large.
    """
    from catalog.tasks import enqueue_manifest  # noqa: PLC0415 - its tasks build on this operation

    if file.size > TableLimits().max_bytes:
        raise too_large(TableLimits())
    uid = uuid4()
    location = f"{spool_folder(deposit.uid)}/manifest-{uid.hex}"
    keep(name=location, file=file)
    try:
        with transaction.atomic():
            manifest: Manifest = Manifest.objects.create(
                uid=uid, deposit=deposit, name=PurePosixPath(name).name[-255:], location=location, given_by=user
            )
            if is_queued:
                enqueue_manifest(manifest)
    except BaseException:
        drop(location)
        raise
    return manifest
