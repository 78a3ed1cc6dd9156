"""Tell whether the disks still have room, and let workers wait until they have; work/passing.py knows the errors."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

WAIT_SECONDS = 5.0
MEBIBYTE = 1 << 20

logger = logging.getLogger("fonds.work")


@dataclass(frozen=True, slots=True)
class Shortage:
    """A folder whose disk has less room than is kept free."""

    folder: Path
    free_mib: int
    needed_mib: int

    def __str__(self) -> str:
        """Return what is wrong and what to do."""
        return (
            f"the disk of {self.folder} has {self.free_mib} MB left; free some space there or give it more: "
            f"the workers wait until there are {self.needed_mib} MB"
        )


def folders() -> Iterator[Path]:
    """Yield the folders that are written to: data (database, index), stored files, uploads."""
    yield Path(settings.FONDS_DATA)
    yield Path(settings.MEDIA_ROOT)
    yield Path(settings.FILE_UPLOAD_TEMP_DIR)


def shortage() -> Shortage | None:
    """Return the first folder that has too little room; asks the file system only."""
    needed = settings.FONDS_MIN_FREE_MB
    for folder in folders():
        try:
            free = shutil.disk_usage(folder).free >> 20
        except FileNotFoundError:
            continue  # made when something is first stored
        if free < needed:
            return Shortage(folder, free, needed)
    return None


def wait_for_room(*, most_seconds: float = float("inf")) -> bool:
    """Return at once when there is room, else when there is again; False where that took more than ``most_seconds``."""
    until = time.monotonic() + most_seconds
    said = False
    while (short := shortage()) is not None:
        if not said:
            logger.error("Process %s waits: %s", os.getpid(), short)
            said = True
        if time.monotonic() >= until:
            return False
        time.sleep(min(WAIT_SECONDS, max(0.0, until - time.monotonic())))
    if said:
        logger.warning("There is room again; process %s goes on", os.getpid())
    return True
