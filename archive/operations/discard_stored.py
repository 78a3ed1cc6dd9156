"""Delete what is stored under an asset's id when no such asset exists: the leavings of a process that died."""

from __future__ import annotations

from uuid import UUID

from django.core.files.storage import default_storage

from archive.queries import MODELS


def discard_stored(*, uid: UUID) -> int:
    """Delete all that is stored under an id that no asset has; return how many files; may be repeated."""
    if any(model.objects.filter(uid=uid).exists() for model in MODELS.values()):
        return 0
    start = uid.hex[:2]
    found = [
        name
        for folder in (f"originals/{start}", f"texts/{start}")
        for name in _names(folder)
        if name.rpartition("/")[2].startswith(uid.hex)
    ]
    found += _names(f"renditions/{start}/{uid.hex}")
    found += _names(f"pages/{start}/{uid.hex}")
    found += _names(f"recordings/{start}/{uid.hex}")
    for name in found:
        default_storage.delete(name)
    return len(found)


def _names(folder: str) -> list[str]:
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{name}" for name in names]
