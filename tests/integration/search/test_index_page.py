"""Staff see how the index is and what was set aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from catalog.models import Record
from search.models import EngineChoice, IndexBuild, IndexFailure, IndexSweep, OutboxEntry
from search.target import look_again
from tests.integration.search.conftest import Maker

SAID = {
    "en": ("None yet", "Going over to another engine", "No differences"),
    "ru": ("Ещё не было", "Переход на другую поисковую систему", "Расхождений нет"),
    "uz": ("Hali boʻlmagan", "Boshqa qidiruv tizimiga oʻtish", "Farq yoʻq"),
    "uz-cyrl": ("Ҳали бўлмаган", "Бошқа қидирув тизимига ўтиш", "Фарқ йўқ"),
}


def test_staff_see_failures_by_record_and_reason_and_may_try_again(
    admin_client: Client, drain: Callable[[], int], make_record: Maker
) -> None:
    record = make_record(title_uz="Roʻznoma", title_en="A register")
    Record.objects.filter(pk=record.pk).update(kind="no-such-kind")
    drain()
    text = admin_client.get("/admin/reports/search-index/").content.decode()
    assert "no-such-kind" in text
    assert f"/edit/{record.pk}/" in text
    Record.objects.filter(pk=record.pk).update(kind="document")
    admin_client.post("/admin/reports/search-index/try-again/")
    assert OutboxEntry.objects.count() == 1
    drain()
    assert not IndexFailure.objects.exists()


def test_the_page_is_not_for_strangers(client: Client, db: None) -> None:
    assert client.get("/admin/reports/search-index/").status_code == 302


@pytest.mark.parametrize("language", ["en", "ru", "uz", "uz-cyrl"])
def test_staff_see_engine_switch_and_last_comparison_in_their_language(
    admin_client: Client, admin_user: Any, drain: Callable[[], int], make_record: Maker, language: str
) -> None:
    make_record()
    drain()
    UserProfile.objects.create(user=admin_user, preferred_language=language)
    said = SAID[language]
    text = admin_client.get("/admin/reports/search-index/").content.decode()
    assert said[0] in text
    IndexBuild.objects.create(
        generation="g1", target="elasticsearch:https://a:9200", is_switch=True, done=1200, total=5000
    )
    IndexSweep.objects.create(target="tantivy", finished_at=timezone.now(), differences=0)
    EngineChoice.objects.create(target="elasticsearch:http://127.0.0.1:1")
    look_again()
    text = admin_client.get("/admin/reports/search-index/").content.decode()
    assert said[1] in text
    assert said[2] in text
    assert 'max="5000" value="1200"' in text
    assert "elasticsearch:https://a:9200" in text
    assert "elasticsearch:http://127.0.0.1:1" in text


def test_health_tells_engine_switch_and_last_comparison(
    admin_client: Client, drain: Callable[[], int], make_record: Maker
) -> None:
    make_record()
    drain()
    IndexBuild.objects.create(generation="g1", target="tantivy", is_switch=True, done=12, total=50)
    IndexSweep.objects.create(target="tantivy", finished_at=timezone.now(), differences=3)
    figures = admin_client.get("/health/").json()["details"]["index"]["figures"]
    assert (figures["target"], figures["default"], figures["chosen_at"]) == ("tantivy", "tantivy", None)
    assert (figures["build"]["done"], figures["build"]["total"], figures["build"]["is_switch"]) == (12, 50, True)
    assert (figures["sweep"]["differences"], figures["sweep"]["error"]) == (3, "")
    assert figures["records"]["generation"]
