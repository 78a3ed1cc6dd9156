"""Staff see how the index is and what was set aside."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from catalog.models import Record
from search.models import IndexFailure, OutboxEntry
from tests.integration.search.conftest import Maker


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
