"""Have a few files identified by a child process within limits of time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from archive.extract.children import ENDS_WITH_US

UNKNOWN = "UNKNOWN"
MEMORY_BYTES = 6 << 30
"""Of address space; Go reserves far more than it uses."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Identified:
    """A format by PRONOM: its identifier ("fmt/43"; empty where it is unknown), name, version and media type.

    ``basis`` says by what it was told, ``warning`` what is odd about it, such as a suffix of another format.
    """

    puid: str = ""
    name: str = ""
    version: str = ""
    media_type: str = ""
    basis: str = ""
    warning: str = ""


@cache
def edition() -> str:
    """Return what names the signatures: they come with the package, so they are new when it is."""
    return f"pygfried {version('pygfried')}"[:40]


def identify(paths: Sequence[Path], *, seconds: float) -> list[Identified]:
    """Return what the files are, in their order; fewer where time ran out, so that the next is the one that took long.

    Raises OSError where the process cannot be started.
    """
    asked = "".join(json.dumps(str(path)) + "\n" for path in paths)
    command = [
        *ENDS_WITH_US,
        "prlimit",
        f"--as={MEMORY_BYTES}",
        "--core=0",
        "--",
        sys.executable,
        "-m",
        "archive.extract.formats.child",
    ]
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "GOMAXPROCS": "1"}
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=root
    ) as process:
        try:
            said, _ = process.communicate(asked.encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
    return [_read(line) for line in said.decode("utf-8", "replace").splitlines() if line.endswith("}")]


def _read(line: str) -> Identified:
    said = json.loads(line)
    puid = said.get("id", "")
    return Identified(
        puid="" if puid == UNKNOWN else puid,
        name=said.get("format", "")[:LONGEST],
        version=said.get("version", "")[:40],
        media_type=said.get("mime", "")[:LONGEST],
        basis=said.get("basis", "")[:LONGEST],
        warning=(said.get("warning") or said.get("error") or "")[:LONGEST],
    )
