"""Take one inspected file into the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files import File
from django.db import IntegrityError, transaction

from archive.choices import EventName
from archive.errors import DuplicateAsset
from archive.ingest.types import Inspection, Kind
from archive.models import Asset, Checksum, Document, Photo, Recording
from archive.operations.log_event import log_event

if TYPE_CHECKING:
    from catalog.models import User

TITLE_LENGTH = 255


def deposit_file(
    *, inspection: Inspection, user: User | None = None, uid: UUID | None = None
) -> Photo | Document | Recording:
    """Store an inspected file as an asset and have it examined after the commit.

    ``uid`` is the opaque id it is to have, and its stored file with it, where the caller has noted one beforehand.
    Raises DuplicateAsset when the content is already held. Nothing is left behind when storing fails.
    """
    refuse_duplicate(inspection.sha256)
    asset = _blank_asset(inspection)
    asset.uploaded_by_user = user
    asset.uid = uid or asset.uid
    name = f"{inspection.sha256[:12]}{inspection.extension}"
    with inspection.path.open("rb") as source:
        asset.file = File(source, name=name)
        try:
            with transaction.atomic():
                asset.save()
                if not Checksum.objects.filter(sha256=asset.sha256, kind=asset.kind, asset_id=asset.pk).exists():
                    raise IntegrityError("another deposit of the same content came first")
                log_event(
                    asset, EventName.DEPOSITED, user=user, original_name=inspection.original_name, sha256=asset.sha256
                )
        except BaseException as error:
            _remove_stored(asset)
            if isinstance(error, IntegrityError):
                refuse_duplicate(inspection.sha256)
            raise
    return asset


def refuse_duplicate(sha256: str) -> None:
    """Raise DuplicateAsset when a content is already held."""
    held = Checksum.objects.filter(sha256=sha256).first()
    if held is not None:
        raise DuplicateAsset(held.kind, held.asset_id)


def _blank_asset(inspection: Inspection) -> Photo | Document | Recording:
    """Return an unsaved asset with what the inspection found."""
    shared: dict[str, Any] = {
        "title": inspection.suggested_title[:TITLE_LENGTH],
        "sha256": inspection.sha256,
        "size_bytes": inspection.size_bytes,
        "media_type": inspection.media_type,
        "original_name": inspection.original_name[-TITLE_LENGTH:],
    }
    if inspection.kind is Kind.PHOTO:
        return Photo(**shared, file_size=inspection.size_bytes, width=inspection.width, height=inspection.height)
    if inspection.kind is Kind.DOCUMENT:
        return Document(**shared, file_size=inspection.size_bytes)
    return Recording(
        **shared,
        type=inspection.media_type.split("/")[0],
        duration=inspection.duration_seconds,
        width=inspection.width or None,
        height=inspection.height or None,
    )


def _remove_stored(asset: Asset) -> None:
    """Delete the stored file of an asset whose row could not be written."""
    stored = asset.file
    if stored and stored._committed:
        stored.storage.delete(stored.name)
