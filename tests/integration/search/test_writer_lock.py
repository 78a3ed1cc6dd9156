"""One process at a time writes to the index, on whichever machine it runs."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from search.writer_lock import WriterBusy, writer_lock

pytestmark = pytest.mark.django_db(transaction=True)


def _try_elsewhere() -> bool:
    """Tell whether another thread, with a database connection of its own, gets the lock."""
    got: list[bool] = []

    def ask() -> None:
        try:
            with writer_lock(wait_seconds=0.2):
                got.append(True)
        except WriterBusy:
            got.append(False)
        finally:
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(30)
    return got[0]


@pytest.mark.parametrize("engine", ["tantivy", "elasticsearch"])
def test_a_second_writer_waits_and_is_told(settings: Any, tmp_path: Path, engine: str) -> None:
    settings.FONDS_SEARCH, settings.FONDS_INDEX = engine, tmp_path
    with writer_lock():
        assert not _try_elsewhere()
    assert _try_elsewhere()


def test_writers_of_two_machines_to_one_cluster_do_not_meet(settings: Any, tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is on one machine, as are all its writers")
    settings.FONDS_SEARCH, settings.FONDS_INDEX = "elasticsearch", tmp_path / "one"
    with writer_lock():
        settings.FONDS_INDEX = tmp_path / "other"
        assert not _try_elsewhere()
    assert _try_elsewhere()


def test_a_writer_that_fails_lets_go(settings: Any, tmp_path: Path) -> None:
    settings.FONDS_SEARCH, settings.FONDS_INDEX = "elasticsearch", tmp_path
    with pytest.raises(ZeroDivisionError), writer_lock():
        raise ZeroDivisionError
    assert _try_elsewhere()
