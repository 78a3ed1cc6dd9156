"""Spare each test process, and each site of a test, the migrations: the first leaves a migrated database to copy.

Django migrates a copy as it does an empty database, so one that lacks a migration gets it. The copy is thrown away
when a migration or a package changes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from config.environment import PROJECT_DIR

FOLDER = PROJECT_DIR / ".cache" / "test-databases"
POSTGRES_NAME = "fonds_template"
KEPT_SECONDS = 7 * 24 * 3600


def fingerprint() -> str:
    """Return what the migrations and packages of this checkout hash to."""
    told = hashlib.sha256()
    sources = [*PROJECT_DIR.glob("*/migrations/*.py"), *PROJECT_DIR.glob("requirements*.txt")]
    for path in sorted(sources):
        told.update(path.name.encode() + b"\0" + path.read_bytes())
    return told.hexdigest()[:16]


@contextmanager
def prepared_database() -> Iterator[None]:
    """Give the database about to be made the content of the copy; leave a copy after the block where there is none.

    One process at a time, so that the others wait for its copy instead of migrating beside it.
    """
    with _locked(), _of_postgres() if connection.vendor == "postgresql" else _of_sqlite():
        yield


def migrated_database(data: Path) -> None:
    """Put a migrated database into the data folder of a site, as the first start would, from the copy of the tests."""
    with _locked():
        copy = _copy_of_sqlite()
        made = data / "fonds.sqlite3"
        if copy.exists():
            copy.touch()
            shutil.copy(copy, made)
            return
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("FONDS_", "DJANGO_"))}
        command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"]
        subprocess.run(command, cwd=PROJECT_DIR, env=environment | {"FONDS_DATA": str(data)}, check=True)
        with closing(sqlite3.connect(made)) as source:
            _leave_copy(lambda draft: source.execute("VACUUM INTO ?", [draft]))


@contextmanager
def _locked() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{fingerprint()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy_of_sqlite() -> Path:
    return FOLDER / f"{fingerprint()}.sqlite3"


def _leave_copy(vacuum_into: Callable[[str], Any]) -> None:
    _sweep()
    copy = _copy_of_sqlite()
    draft = copy.with_suffix(".new")
    draft.unlink(missing_ok=True)
    vacuum_into(str(draft))
    draft.replace(copy)


@contextmanager
def _of_sqlite() -> Iterator[None]:
    copy = _copy_of_sqlite()
    is_there = copy.exists()
    creation: Any = connection.creation
    make: Any = creation._create_test_db

    def filled(*arguments: Any, **named: Any) -> str:
        name: str = make(*arguments, **named)
        # A database in memory lasts while somebody is connected to it.
        creation.keeper = sqlite3.connect(name, uri=True)
        copy.touch()
        with sqlite3.connect(copy) as source:
            source.backup(creation.keeper)
        source.close()
        return name

    if is_there:
        creation._create_test_db = filled
    yield
    if not is_there:
        with connection.cursor() as cursor:
            _leave_copy(lambda draft: cursor.execute("VACUUM INTO %s", [draft]))


def _sweep() -> None:
    """Delete the copies that nobody has needed for a while."""
    for old in FOLDER.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink()


@contextmanager
def _of_postgres() -> Iterator[None]:
    template = f"{POSTGRES_NAME}_{fingerprint()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        is_there = cursor.fetchone() is not None
    if is_there:
        connection.settings_dict["TEST"]["TEMPLATE"] = template
    yield
    if not is_there:
        name = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{template}" TEMPLATE "{name}"')
