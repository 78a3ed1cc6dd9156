"""Delete what was made of an asset that is gone, or of one of which it is outdated."""

from __future__ import annotations

from collections.abc import Collection

from django.core.files.storage import default_storage


def forget_folder(*, folder: str, keep: Collection[str] = (), spare: str = "") -> int:
    """Delete every file in a storage folder but those in ``keep`` and those whose name contains ``spare``.

    Return how many there were; may be repeated.
    """
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return 0
    gone = [f"{folder}/{name}" for name in names if f"{folder}/{name}" not in keep and not (spare and spare in name)]
    for name in gone:
        default_storage.delete(name)
    return len(gone)
