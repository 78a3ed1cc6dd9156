"""Delete stored renditions that no row names: their maker was killed between storing and noting them."""

from __future__ import annotations

from django.core.files.storage import default_storage

from archive.models import Photo


def sweep_renditions(*, photo: Photo) -> int:
    """Delete the stray renditions of one photo; return how many there were. Only while nobody makes any."""
    folder = f"renditions/{photo.uid.hex[:2]}/{photo.uid.hex}"
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return 0
    known = set(photo.renditions.values_list("file", flat=True))
    stray = [name for name in (f"{folder}/{each}" for each in names) if name not in known]
    for name in stray:
        default_storage.delete(name)
    return len(stray)
