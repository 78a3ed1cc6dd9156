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
    Nothing is opened here. A folder that cannot be listed is one ``Refused``; the walk goes on.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        yield from _visit(path, path, follow_symlinks, seen)


def _visit(path: Path, root: Path, follow_symlinks: bool, seen: set[tuple[int, int]]) -> Iterator[Found | Refused]:
    refusal = _refusal_by_name(path) if path != root else None
    if refusal is None and path.is_symlink() and not follow_symlinks:
        refusal = IngestRefused(
            Reason.SYMLINK,
            gettext_noop("This is a symbolic link. Give the file it points to instead."),
        )
    if refusal is not None:
        yield Refused(path, root, refusal)
        return
    try:
        status = path.stat()
        children = _sorted_children(path) if stat.S_ISDIR(status.st_mode) else None
    except FileNotFoundError:
        message = gettext_noop("There is no file or folder of this name. Check the path.")
        yield Refused(path, root, IngestRefused(Reason.MISSING, message))
        return
    except OSError as error:
        yield Refused(path, root, unreadable(error))
        return
    identity = (status.st_dev, status.st_ino)
    if children is None and not stat.S_ISREG(status.st_mode):
        message = gettext_noop("This is a device, pipe or socket, not a file.")
        yield Refused(path, root, IngestRefused(Reason.SYSTEM_FILE, message))
    elif children is None:
        yield Found(path, root)
    elif identity not in seen:
        seen.add(identity)
        for child in children:
            yield from _visit(child, root, follow_symlinks, seen)


def _sorted_children(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        return [folder / name for name in sorted(entry.name for entry in entries)]


def _refusal_by_name(path: Path) -> IngestRefused | None:
    name = path.name
    if name.casefold() in _SYSTEM_NAMES or name.startswith((".", "~$")):
        message = gettext_noop("This is a hidden or system file; it is passed over.")
        return IngestRefused(Reason.SYSTEM_FILE, message)
    return None


def unreadable(error: OSError) -> IngestRefused:
    """Make the refusal for a path the system does not let us read."""
    message = gettext_noop("This cannot be read (%(problem)s). Check who may read it.")
    return IngestRefused(Reason.UNREADABLE, message, problem=error.strerror or "input error")
