"""What tests of the interface share: a small collection of every access level, and keys of every standing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils import timezone

from catalog.models import Agent, Collection, Place, Record, RecordAgent, RecordIdentifier, Subject, User
from catalog.operations.issue_api_key import issue_api_key
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]


@pytest.fixture(autouse=True)
def _fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@dataclass(frozen=True)
class Keys:
    """The header of a key by standing; None for no key."""

    accredited: dict[str, str]
    staff: dict[str, str]

    def of(self, standing: str) -> dict[str, str]:
        return {} if standing == "public" else getattr(self, standing)


@pytest.fixture
def journalist(db: None) -> User:
    made: User = get_user_model().objects.create_user(
        "malika", password="x", accredited_until=timezone.localdate() + timedelta(days=3)
    )
    return made


@pytest.fixture
def keys(journalist: User) -> Keys:
    archivist: Any = get_user_model().objects.create_superuser("ruslan", password="x")
    secrets = [issue_api_key(owner=owner, name="script").secret for owner in (journalist, archivist)]
    return Keys(*({"Authorization": f"Bearer {secret}"} for secret in secrets))


@pytest.fixture
def holdings(drain: Drained, make_record: Maker) -> dict[str, Record]:
    """One record of each access level, all about the same word, and one described in full."""
    tomorrow, yesterday = (timezone.localdate() + timedelta(days=days) for days in (1, -1))
    made = {
        "public": make_record(["ochiq bojxona", "bojxona va tamgʻa"], title_uz="Ochiq", title_ru="Открытое"),
        "accredited": make_record(["matbuot bojxona"], title_uz="Matbuot", access="accredited"),
        "staff": make_record(["ichki bojxona"], title_uz="Ichki", access="staff"),
        "embargo": make_record(["keyin bojxona"], title_uz="Keyin", access="embargo", embargo_until=tomorrow),
        "lifted": make_record(["endi bojxona"], title_uz="Endi", access="embargo", embargo_until=yesterday),
        "full": full_record(make_record),
    }
    drain()
    return made


def full_record(make_record: Maker) -> Record:
    collection, _ = Collection.objects.get_or_create(
        slug="orders", defaults={"title_uz": "Buyruqlar", "title_ru": "Приказы", "reference": "F. 12"}
    )
    record = make_record(
        ["Термиз божхонаси\nбиринчи йил"],
        languages=["uz-Cyrl"],
        title_ru="Приказ",
        original_title="Приказ",
        original_language="ru",
        description_uz="Bojxona buyrugʻi",
        date_edtf="1924-03-14",
        rights="InC",
        collection=collection,
    )
    agent, _ = Agent.objects.get_or_create(slug="karimov", defaults={"label_ru": "Каримов"})
    record.subjects.add(Subject.objects.get_or_create(slug="buyruq", defaults={"label_en": "orders"})[0])
    place, _ = Place.objects.get_or_create(
        slug="termiz", defaults={"label_uz": "Termiz", "latitude": 37.22, "longitude": 67.28}
    )
    record.places.add(place)
    RecordAgent.objects.create(record=record, agent=agent, role="author")
    RecordIdentifier.objects.create(record=record, scheme="reference", value="F. 12/45")
    record.save()
    return record
