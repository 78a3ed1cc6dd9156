"""Walk over files and folders and say of every path whether it is to be read; no listing is ever held whole."""

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
    """Yield every file below the given paths, each path once, in the order in which the file system lists them.

    Hidden and system files are passed over with a reason, and so are symbolic links unless
    ``follow_symlinks``; a link that leads back into a folder already seen is not followed twice.
    No file is opened here. A folder that cannot be listed is one ``Refused``; the walk goes on.
    What is held in memory is the folders that wait, never the files of one.
    """
    seen: set[tuple[int, int]] = set()
    for root in paths:
        at_root = look(root, root, follow_symlinks=follow_symlinks)
        if at_root is not None:
            yield at_root
            continue
        waiting = [root]  # a list of our own: folders may be nested deeper than Python's stack
        while waiting:
            for found in _children(waiting.pop(), root, seen, follow_symlinks=follow_symlinks):
                if isinstance(found, Path):
                    waiting.append(found)
                else:
                    yield found


def look(path: Path, root: Path, *, follow_symlinks: bool = False) -> Found | Refused | None:
    """Return what a path is: a file, something that is passed over and why, or None for a folder."""
    refusal = _refusal_before_opening(path, is_root=path == root, follow_symlinks=follow_symlinks)
    if refusal is not None:
        return Refused(path, root, refusal)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return Refused(path, root, missing())
    except OSError as error:
        return Refused(path, root, unreadable(error))
    if stat.S_ISREG(mode):
        return Found(path, root)
    return None if stat.S_ISDIR(mode) else Refused(path, root, _no_file())


def is_system_name(name: str) -> bool:
    """Tell whether a file or folder of this name is one that systems and programs leave behind, or hidden."""
    return name.casefold() in _SYSTEM_NAMES or name.startswith((".", "~$"))


def system_file() -> IngestRefused:
    """Make the refusal of a hidden or system file."""
    return IngestRefused(Reason.SYSTEM_FILE, gettext_noop("This is a hidden or system file; it is passed over."))


def _children(
    folder: Path, root: Path, seen: set[tuple[int, int]], *, follow_symlinks: bool
) -> Iterator[Found | Refused | Path]:
    """Yield the files of a folder, and its folders as paths; nothing of one that was seen before."""
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            for entry in entries:
                path = folder / entry.name
                found = look(path, root, follow_symlinks=follow_symlinks)
                yield path if found is None else found
    except OSError as error:
        yield Refused(folder, root, missing() if isinstance(error, FileNotFoundError) else unreadable(error))


def _refusal_before_opening(path: Path, *, is_root: bool, follow_symlinks: bool) -> IngestRefused | None:
    if not is_root and is_system_name(path.name):
        return system_file()
    if path.is_symlink() and not follow_symlinks:
        message = gettext_noop("This is a symbolic link. Give the file it points to instead.")
        return IngestRefused(Reason.SYMLINK, message)
    return None


def _no_file() -> IngestRefused:
    return IngestRefused(Reason.SYSTEM_FILE, gettext_noop("This is a device, pipe or socket, not a file."))


def missing() -> IngestRefused:
    """Make the refusal for a path at which there is nothing."""
    return IngestRefused(Reason.MISSING, gettext_noop("There is no file or folder of this name. Check the path."))


def unreadable(error: OSError) -> IngestRefused:
    """Make the refusal for a path the system does not let us read."""
    message = gettext_noop("This cannot be read (%(problem)s). Check who may read it.")
    return IngestRefused(Reason.UNREADABLE, message, problem=error.strerror or "input error")
