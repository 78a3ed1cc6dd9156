"""Keep an XMP with the file it describes, and have its record filled from it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_noop

from archive.choices import EventName
from archive.extract.errors import ExtractError
from archive.extract.metadata import read_metadata
from archive.models import Asset, SidecarMetadata
from archive.operations.log_event import log_event
from archive.signals import asset_changed

if TYPE_CHECKING:
    from catalog.models import User

MOST_BYTES = 8 << 20


class MetadataNotTaken(ExtractError):
    """An XMP that is too large, or says nothing that can be read."""

    reason_code = "xmp_unreadable"


def attach_metadata(*, asset: Asset, path: Path, name: str, user: User | None = None) -> SidecarMetadata:
    """Keep an XMP and what it says with an asset, in place of an earlier one; the same once more changes nothing.

    Raises MetadataNotTaken, and MetadataError where exiftool does not read it.
    """
    if path.stat().st_size > MOST_BYTES:
        message = gettext_noop("The file %(name)s is larger than %(most)s MB, which no XMP is.")
        raise MetadataNotTaken(message, name=name, most=MOST_BYTES >> 20)
    content = path.read_bytes()
    if b"rdf:RDF" not in content and "rdf:RDF".encode("utf-16-le") not in content:
        raise MetadataNotTaken(gettext_noop("The file %(name)s is no XMP."), name=name)
    text = _text(content)
    same = SidecarMetadata.objects.filter(kind=asset.kind, asset_id=asset.pk).first()
    if same is not None and same.content == text:
        return same
    metadata = dataclasses.asdict(read_metadata(path))
    with transaction.atomic():
        kept: SidecarMetadata
        kept, _made = SidecarMetadata.objects.update_or_create(
            kind=asset.kind, asset_id=asset.pk,
            defaults={"name": name[-255:], "content": text, "metadata": metadata},
        )  # fmt: skip
        log_event(asset, EventName.METADATA_ATTACHED, user=user, original_name=name)
        asset_changed.send(sender=type(asset), kind=asset.kind, asset_id=asset.pk, facts=True)
    return kept


def _text(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return content.decode(encoding, "replace").replace("\0", "\ufffd")


def said_of(asset: Asset) -> dict[str, Any]:
    """Return what a file and the XMP beside it say of the thing; where both do, the XMP, which is written later."""
    embedded: dict[str, Any] = asset.technical.get("metadata") or {}
    beside = SidecarMetadata.objects.filter(kind=asset.kind, asset_id=asset.pk).values_list("metadata", flat=True)
    said: dict[str, Any] = beside.first() or {}
    return {**embedded, **{name: value for name, value in said.items() if _says(value)}}


def _says(value: Any) -> bool:
    return any(_says(one) for one in value.values()) if isinstance(value, dict) else bool(value)
