"""Keep the directories of an index: one for each generation, a pointer to the active one, checkpoints."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from pathlib import Path

from search.engines.errors import EngineError, GenerationMissing

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_POINTER = "current"
_CHECKPOINT = "checkpoint"


class Directories:
    """The directories of one logical index under one schema: ``root/<index>/<fingerprint>/<generation>``.

    A changed schema or analysis has another fingerprint, so an old index is never opened by new code. Files are
    replaced whole (written beside, flushed to disk, renamed), so a crash leaves the old one or the new one.
    """

    def __init__(self, root: Path, index: str, fingerprint: str) -> None:
        self.base = root / index / fingerprint

    def path(self, generation: str) -> Path:
        """Return the directory of a generation that exists."""
        path = self._named(generation)
        if not path.is_dir():
            raise GenerationMissing(f"There is no generation {generation!r} of this index.")
        return path

    def prepare(self, generation: str) -> Path:
        """Return an empty directory beside the final one, to be finished with ``publish``."""
        if self._named(generation).exists():
            raise EngineError(f"The generation {generation!r} exists already.")
        draft = self.base / f".{generation}.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        return draft

    def publish(self, generation: str) -> None:
        (self.base / f".{generation}.new").replace(self._named(generation))
        _flush_directory(self.base)

    def generations(self) -> tuple[str, ...]:
        if not self.base.is_dir():
            return ()
        return tuple(sorted(each.name for each in self.base.iterdir() if each.is_dir() and _NAME.fullmatch(each.name)))

    def activate(self, generation: str) -> None:
        self.path(generation)
        _replace(self.base / _POINTER, generation)

    def current(self) -> str | None:
        with contextlib.suppress(FileNotFoundError):
            name = (self.base / _POINTER).read_text(encoding="ascii").strip()
            if _NAME.fullmatch(name) and (self.base / name).is_dir():
                return name
        return None

    def pointer_signature(self) -> tuple[int, int]:
        """Return what changes whenever another generation becomes active."""
        return signature(self.base / _POINTER)

    def drop(self, generation: str) -> None:
        path = self.path(generation)
        if generation == self.current():
            raise EngineError(f"The generation {generation!r} is active; activate another one before dropping it.")
        doomed = self.base / f".{generation}.old"
        path.replace(doomed)
        shutil.rmtree(doomed)

    def checkpoint(self, generation: str) -> int:
        with contextlib.suppress(FileNotFoundError):
            return int((self.path(generation) / _CHECKPOINT).read_text(encoding="ascii"))
        return 0

    def set_checkpoint(self, generation: str, upto: int) -> None:
        _replace(self.path(generation) / _CHECKPOINT, str(upto))

    def _named(self, generation: str) -> Path:
        if not _NAME.fullmatch(generation):
            raise EngineError(f"A generation is named with small letters, digits and hyphens, not {generation!r}.")
        return self.base / generation


def signature(path: Path) -> tuple[int, int]:
    """Return inode and time of a file that is always replaced whole; zeros when it is not there."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_ino, status.st_mtime_ns)


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _flush_directory(path.parent)


def _flush_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
