"""The health address: what fails, who sees why."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from archive.models import WorkerLease

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> WorkerLease:
    return WorkerLease.objects.create(id="abc", place="here", process_count=2)


def test_all_is_well_while_a_worker_beats_and_the_index_is_in_step(client: Client, worker: WorkerLease) -> None:
    call_command("index", "rebuild", stdout=StringIO(), stderr=StringIO())
    response = client.get("/health/")
    assert response.status_code == 200, response.json()
    assert response.json()["parts"]["queue"] == "ok"


def test_a_worker_that_beats_no_more_makes_the_site_unhealthy(client: Client, worker: WorkerLease) -> None:
    WorkerLease.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["parts"]["queue"] == "failing"
    assert response.json()["parts"]["database"] == "ok"


def test_a_storage_that_cannot_be_written_is_found(
    client: Client, worker: WorkerLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object, **named: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storages["default"], "save", refuse)
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["parts"]["storage"] == "failing"


def test_the_check_leaves_no_file_behind(client: Client, worker: WorkerLease) -> None:
    client.get("/health/")
    assert default_storage.listdir("health")[1] == []


def test_figures_are_for_staff_and_for_holders_of_the_token(
    client: Client, worker: WorkerLease, settings: Settings
) -> None:
    settings.FONDS_HEALTH_TOKEN = "a-token"
    assert "details" not in client.get("/health/").json()
    assert "details" not in client.get("/health/", headers={"Authorization": "Bearer wrong"}).json()
    shown = client.get("/health/", headers={"Authorization": "Bearer a-token"}).json()
    assert shown["details"]["queue"]["figures"]["waiting"] == DBTaskResult.objects.ready().count()
    client.force_login(get_user_model().objects.create_user("zafar", password="x", is_staff=True))
    assert "details" in client.get("/health/").json()


def test_an_empty_token_opens_nothing(client: Client, worker: WorkerLease, settings: Settings) -> None:
    settings.FONDS_HEALTH_TOKEN = ""
    assert "details" not in client.get("/health/", headers={"Authorization": "Bearer "}).json()


def test_the_process_says_it_lives_without_asking_the_database(client: Client) -> None:
    assert client.get("/health/live/").content == b"ok\n"
