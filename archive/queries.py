"""Read assets, pages and their files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from archive.choices import AssetKind, PageState
from archive.models import Asset, Checksum, Document, Page, Photo, Recording

MODELS: Final[dict[str, type[Photo | Document | Recording]]] = {
    AssetKind.PHOTO: Photo,
    AssetKind.DOCUMENT: Document,
    AssetKind.RECORDING: Recording,
}
HEAVY_PAGE_FIELDS = ("words", "text", "raw_text")


def asset_of(kind: str, asset_id: int) -> Photo | Document | Recording:
    """Return an asset by kind and key; raises the model's DoesNotExist."""
    found: Photo | Document | Recording = MODELS[kind].objects.get(pk=asset_id)
    return found


def asset_with_checksum(sha256: str) -> Asset | None:
    """Return the asset that holds a content, if any."""
    entry = Checksum.objects.filter(sha256=sha256).first()
    if entry is None:
        return None
    found: Asset | None = MODELS[entry.kind].objects.filter(pk=entry.asset_id).first()
    return found


def is_settled(document_id: int) -> bool:
    """Say whether no page of a document waits or is being read."""
    open_states = (PageState.WAITING, PageState.READING)
    return not Page.objects.filter(document_id=document_id, state__in=open_states).exists()


@contextmanager
def local_file(asset: Asset) -> Iterator[Path]:
    """Give the original as a local path: its own where files are local, else a temporary copy."""
    stored = asset.file
    try:
        path = Path(stored.path)
    except NotImplementedError:
        path = None
    if path is not None:
        yield path
        return
    with tempfile.NamedTemporaryFile(suffix=Path(stored.name).suffix) as copy:
        with stored.storage.open(stored.name, "rb") as source:
            shutil.copyfileobj(source, copy, 1 << 20)
        copy.flush()
        yield Path(copy.name)
