"""The project's own files, as the architecture tests read them."""

import subprocess
from pathlib import Path

import pytest

from config.environment import PROJECT_DIR

PACKAGES = ("archive", "catalog", "search", "pages", "config")


@pytest.fixture(scope="session")
def modules() -> list[Path]:
    """Return the modules of the product, without migrations."""
    found = [PROJECT_DIR / "manage.py"]
    for package in PACKAGES:
        found += (path for path in (PROJECT_DIR / package).rglob("*.py") if "migrations" not in path.parts)
    return sorted(found)


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Return the files under version control that hold text."""
    if not (PROJECT_DIR / ".git").exists():
        pytest.skip("this copy is not under version control")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT_DIR, capture_output=True, check=True, timeout=60
    ).stdout.decode()
    found = []
    for name in listed.split("\0"):
        path = PROJECT_DIR / name
        if name and path.is_file() and b"\0" not in path.read_bytes()[:8000]:
            found.append(path)
    return found
