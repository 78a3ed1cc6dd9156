"""Compiles the translations that are newer than their compiled form."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def stale_translations(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield each .po file whose .mo file is missing or older."""
    for folder in folders:
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                yield source


def compile_translation(source: Path) -> None:
    """Compile one file beside itself; a reader never sees it half-written.

    Raises ImproperlyConfigured with msgfmt's own words when the file has a mistake.
    """
    target = source.with_suffix(".mo")
    # Another process may be at it too.
    fresh = target.with_name(f".{os.getpid()}.mo")
    made = subprocess.run(
        ["msgfmt", "--check-format", "-o", str(fresh), str(source)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if made.returncode:
        raise ImproperlyConfigured(f"{source} cannot be compiled: {made.stderr.strip()}")
    fresh.replace(target)
