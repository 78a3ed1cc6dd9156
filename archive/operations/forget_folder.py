"""Delete the page images of a document that is gone."""

from __future__ import annotations

from django.core.files.storage import default_storage


def forget_page_images(*, folder: str) -> int:
    """Delete every file in the storage folder of a document's page images; return how many; may be repeated."""
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return 0
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    return len(names)
