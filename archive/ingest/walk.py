"""Walk over files and folders in a settled order and say of every path whether it is to be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.types import Found, Refused

_SYSTEM_NAMES = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information"}
)


def walk(paths: Iterable[Path], *, follow_symlinks: bool = False) -> Iterator[Found | Refused]:
    """Yield every file below the given paths, folders sorted by name, each path once.

    Hidden and system files are passed over with a reason, and so are symbolic links unless
    ``follow_symlinks``; a link that leads back into a folder already seen is not followed twice.
    No file is opened here. A folder that cannot be listed is one ``Refused``; the walk goes on.
    """
    seen: set[tuple[int, int]] = set()
    for root in paths:
        waiting = [root]  # a list of our own: folders may be nested deeper than Python's stack
        while waiting:
            path = waiting.pop()
            refusal = _refusal_before_opening(path, is_root=path is root, follow_symlinks=follow_symlinks)
            if refusal is not None:
                yield Refused(path, root, refusal)
                continue
            found = _look(path, seen)
            if found is None:
                yield Found(path, root)
            elif isinstance(found, IngestRefused):
                yield Refused(path, root, found)
            else:
                waiting.extend(reversed(found))


def _refusal_before_opening(path: Path, *, is_root: bool, follow_symlinks: bool) -> IngestRefused | None:
    if not is_root and (path.name.casefold() in _SYSTEM_NAMES or path.name.startswith((".", "~$"))):
        message = gettext_noop("This is a hidden or system file; it is passed over.")
        return IngestRefused(Reason.SYSTEM_FILE, message)
    if path.is_symlink() and not follow_symlinks:
        message = gettext_noop("This is a symbolic link. Give the file it points to instead.")
        return IngestRefused(Reason.SYMLINK, message)
    return None


def _look(path: Path, seen: set[tuple[int, int]]) -> list[Path] | IngestRefused | None:
    """Return the children of a folder not seen before, None for a file, or the refusal."""
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            return None
        if not stat.S_ISDIR(status.st_mode):
            message = gettext_noop("This is a device, pipe or socket, not a file.")
            return IngestRefused(Reason.SYSTEM_FILE, message)
        if (status.st_dev, status.st_ino) in seen:
            return []
        seen.add((status.st_dev, status.st_ino))
        return _sorted_children(path)
    except FileNotFoundError:
        return missing()
    except OSError as error:
        return unreadable(error)


def _sorted_children(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        return [folder / name for name in sorted(entry.name for entry in entries)]


def missing() -> IngestRefused:
    """Make the refusal for a path at which there is nothing."""
    return IngestRefused(Reason.MISSING, gettext_noop("There is no file or folder of this name. Check the path."))


def unreadable(error: OSError) -> IngestRefused:
    """Make the refusal for a path the system does not let us read."""
    message = gettext_noop("This cannot be read (%(problem)s). Check who may read it.")
    return IngestRefused(Reason.UNREADABLE, message, problem=error.strerror or "input error")
