"""Unpack tar archives in tests, as carefully as the Python at hand can."""

import tarfile
from pathlib import Path


def unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Write all members below a folder; Python 3.11.2, which Debian 12 has, knows no filter yet."""
    archive.extraction_filter = getattr(tarfile, "data_filter", None)
    archive.extractall(folder)  # noqa: S202 - our own archives, and the published suite
