"""Make an ordered copy, keep it under a name of its own, and let go of those it replaces."""

from __future__ import annotations

import logging
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from archive.choices import EventName
from archive.delivery import CopyOrder, MadeCopy, make_copy
from archive.extract.errors import ExtractError
from archive.models import Asset
from archive.operations.log_event import log_event
from archive.queries import asset_of, local_file
from archive.reasons import reason_of, unforeseen
from catalog.choices import CopyState
from catalog.delivery import EDGES, has_location
from catalog.describing import description_of
from catalog.models import DeliveredCopy

QUALITY = {"web": 86, "print": 92}
SWEPT_AT_ONCE = 50

logger = logging.getLogger(__name__)


def prepare_copy(*, copy_id: int, keeps_location: bool) -> bool:
    """Make a copy and note its checksum; return whether it is there. May be repeated; the original is only read."""
    copy = DeliveredCopy.objects.select_related("record").filter(pk=copy_id).first()
    if copy is None or copy.state == CopyState.READY:
        return copy is not None
    asset = asset_of(copy.kind, copy.asset_id)
    try:
        name, made = _made(copy, asset, keeps_location)
    except ExtractError as error:
        _fail(copy, reason_of(error))
        return False
    except Exception as error:
        _fail(copy, unforeseen(error))
        raise
    return _keep(copy, asset, name, made)


def _fail(copy: DeliveredCopy, reason: object) -> None:
    DeliveredCopy.objects.filter(pk=copy.pk).update(state=CopyState.FAILED, reason=reason)


def folder_of(asset: Asset) -> str:
    """Return the storage folder of an asset's copies; the door hands out nothing of it by name."""
    return f"copies/{asset.uid.hex[:2]}/{asset.uid.hex}"


def _made(copy: DeliveredCopy, asset: Asset, keeps_location: bool) -> tuple[str, MadeCopy]:
    """Make the copy and store it; return its storage name and what it is."""
    edge = EDGES.get(copy.size)
    suffix = ".jpg" if edge else PurePosixPath(asset.file.name).suffix
    order = CopyOrder(
        media_type=asset.media_type,
        said=description_of(copy.record, copy.language),
        edge=edge,
        quality=QUALITY.get(copy.size, 90),
        keep_location=keeps_location,
        has_location=has_location(asset),
    )
    with (
        tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="copy-") as folder,
        local_file(asset) as source,
    ):
        target = Path(folder) / f"copy{suffix}"
        made = make_copy(source, target, order)
        name = f"{folder_of(asset)}/{secrets.token_hex(8)}{suffix}"
        with target.open("rb") as file:
            default_storage.save(name, File(file, name=name))
    return name, made


@transaction.atomic
def _keep(copy: DeliveredCopy, asset: Asset, name: str, made: MadeCopy) -> bool:
    """Note what was made, unless another worker was first; drop the copies of earlier states."""
    row = DeliveredCopy.objects.select_for_update().filter(pk=copy.pk).first()
    if row is None or row.state == CopyState.READY:
        default_storage.delete(name)
        return row is not None
    row.state, row.file_name, row.media_type = CopyState.READY, name, made.media_type
    row.size_bytes, row.sha256 = made.size_bytes, made.sha256
    row.save()
    log_event(asset, EventName.DOWNLOAD_MADE, size=row.size, language=row.language, sha256=made.sha256)
    logger.info("Copy of %s %s in size %s made: sha256 %s", row.kind, row.asset_id, row.size, made.sha256)
    sweep_copies(row)
    return True


def sweep_copies(fresh: DeliveredCopy) -> int:
    """Drop the copies that nobody has asked for in ``FONDS_DOWNLOAD_DAYS`` days; return how many there were.

    Copies of an earlier state of the same record go at the same time, unless they were asked for today: a reader may
    be taking one at this moment.
    """
    today = timezone.localdate()
    outdated = DeliveredCopy.objects.filter(record=fresh.record, kind=fresh.kind, asset_id=fresh.asset_id)
    outdated = outdated.filter(size=fresh.size, language=fresh.language, asked_on__lt=today)
    unasked = DeliveredCopy.objects.filter(asked_on__lt=today - timedelta(days=settings.FONDS_DOWNLOAD_DAYS))
    gone = [*outdated.exclude(pk=fresh.pk), *unasked.exclude(pk=fresh.pk)[:SWEPT_AT_ONCE]]
    for each in gone:
        each.delete()
    return len(gone)
