"""What all tests share: marks that follow from a test's place, translations, collections, the search server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from xdist.scheduler import LoadScopeScheduling

from config.environment import PROJECT_DIR
from config.memory import settle_memory
from config.translations import compile_translation, stale_translations
from search import target
from search.indices import indices
from tests.clusters import remove, settings_of
from tests.elasticsearch_server import provide_folder, shared_address, withdraw_folder
from tests.template_database import prepared_database

SHARED_DATA = PROJECT_DIR.parent / "shared" / "data"


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Do what is done once, in the process that hands the tests out."""
    if hasattr(config, "workerinput"):
        return
    for source in stale_translations(django_settings.LOCALE_PATHS):
        compile_translation(source)
    if parent := provide_folder():
        config.add_cleanup(lambda: withdraw_folder(parent))


LONGEST = (
    "journeys", "integration/search/test_engine_faults.py", "integration/search/test_no_gap.py",
    "integration/archive/work/test_supervisor.py", "integration/catalog/test_hostile_deposit.py",
    "integration/search/api/test_contract.py", "contract", "relevance", "integration/catalog/test_kill_soak.py",
)  # fmt: skip
"""What takes minutes begins first, so that no process is left with it alone at the end."""

SITE_OF_ITS_OWN = "tests/journeys/test_engine_away.py"

ONE_DATABASE_TELLS = (
    "contract/access/test_hidden_is_absent.py", "integration/archive/test_hear_recording.py",
    "integration/archive/test_prepare_recording.py", "integration/catalog/test_object_storage.py",
    "integration/catalog/test_office_files.py", "integration/catalog/test_page_texts.py",
    "integration/catalog/test_picture_formats.py", "integration/catalog/test_programs_awaited.py",
    "integration/catalog/test_speech_form.py", "integration/pages/demo", "integration/search/api/test_contract.py",
    "integration/search/test_boxes_on_scans.py", "integration/search/test_engine_faults.py",
)  # fmt: skip
"""What takes its time elsewhere (Tesseract, ffmpeg, LibreOffice, Whisper, S3, a cluster that fails, generated requests)
and asks the database only what other tests ask both: this runs on SQLite alone."""


def _where(item: pytest.Item) -> str:
    return str(item.path.relative_to(Path(__file__).parent))


def _place(item: pytest.Item) -> int:
    where = _where(item)
    return next((at for at, name in enumerate(LONGEST) if where.startswith(name)), len(LONGEST))


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out the tests of a file together, and all journeys: a cluster or a site they share is then made once."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        shares_a_site = path.startswith("tests/journeys/") and path != SITE_OF_ITS_OWN
        return "journeys" if shares_a_site else path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Let the processes take whole files."""
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest; mark what depends on the database as such, so that it runs on PostgreSQL too.

    That is what uses the database, but for what takes long and would tell the same of either.
    """
    items.sort(key=_place)
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        uses_database = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(fixtures)
        if uses_database and not _where(item).startswith(ONE_DATABASE_TELLS):
            item.add_marker(pytest.mark.postgres)


def pytest_collection_finish() -> None:
    """Spare the tests the search for garbage among all that is loaded, as the server spares its visitors."""
    settle_memory()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> Iterator[ExitStack]:
    """Have the database about to be made start from a migrated copy."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(prepared_database())
        yield stack


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_modify_db_settings: ExitStack, django_db_blocker: Any) -> None:
    """Leave a copy of the migrated database for the next, and let the next begin."""
    with django_db_blocker.unblock():
        django_db_modify_db_settings.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of the shared collections, or skip."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the shared collections are not at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def elasticsearch() -> str:
    """Return the address of the real Elasticsearch that all processes of a run share; there is no skipping it."""
    return shared_address()


@pytest.fixture(params=["tantivy", "elasticsearch"])
def search_engine(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[str]:
    """Let the site search by each engine in turn, in an index of this test alone."""
    settings.FONDS_SEARCH = request.param
    settings.FONDS_INDEX = tmp_path / "index"
    if request.param == "tantivy":
        yield request.param
        return
    cluster = settings_of(request.getfixturevalue("elasticsearch"))
    given = asdict(cluster)
    del given["is_refreshed_at_once"]
    settings.FONDS_SEARCH_CLUSTER = given
    yield request.param
    indices().close()
    remove(cluster)


@pytest.fixture
def run_tasks(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function that runs all waiting tasks in this process, as a worker would."""
    from django_tasks_db.management.commands import db_worker  # noqa: PLC0415 - needs loaded applications

    # A worker drops its connection between tasks; here that would end the transaction of the test.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)

    def run() -> None:
        db_worker.Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
            excluded_queue_names=[],
        ).run()

    return run


@pytest.fixture
def settled_engine(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have searches ask the database once which engine counts, so that queries can be counted."""
    monkeypatch.setattr(target, "FOLLOW_SECONDS", 3600)
    target.target_followed()


@pytest.fixture(autouse=True)
def _engine_of_this_test() -> Iterator[None]:
    """Have no test search by the engine that an earlier one chose."""
    target.look_again()
    yield
    target.look_again()
