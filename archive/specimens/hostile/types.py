"""Hold a hostile file with what is wrong with it and what has to become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TAKEN = "taken"
UNPACKED = "unpacked"


@dataclass(frozen=True, slots=True)
class Case:
    """One file that arrives.

    ``outcome`` is TAKEN, UNPACKED (an archive whose members have outcomes of their own) or the code of the reason for
    which it is refused. ``members`` are the outcomes of an archive's members by their shown names, in their order.
    ``grown_to`` makes the file longer by a hole, which takes no room on the disk. Names may hold surrogates for bytes
    that are not UTF-8, as ``os.fsdecode`` makes them.
    """

    name: str
    content: bytes
    outcome: str
    fault: str
    members: Mapping[str, str] = field(default_factory=dict)
    grown_to: int = 0

    def write(self, folder: Path) -> Path:
        """Write the file into a folder; return its path."""
        path = folder / self.name
        with path.open("wb") as out:
            out.write(self.content)
            if self.grown_to:
                out.truncate(self.grown_to)
        return path
