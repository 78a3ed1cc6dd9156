"""While one types, titles, people, places, subjects and popular queries are suggested, as far as one may see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from catalog.access import Audience, Standing
from catalog.models import Agent, Place, RecordAgent, Subject
from search.finding.suggesting import suggestions
from search.models import AskedQuery, NameKey
from search.operations.key_names import key_all_names
from search.operations.note_query import forget_queries, note_query, write_counts
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]
PUBLIC = Audience(Standing.PUBLIC, date(2026, 9, 1))
ACCREDITED = Audience(Standing.ACCREDITED, date(2026, 9, 1))
STAFF = Audience(Standing.STAFF, date(2026, 9, 1))


@pytest.fixture
def index_folder(search_engine: str, settings: Any) -> Path:
    """Run every test of this module on each engine."""
    return Path(settings.FONDS_INDEX)


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def library(make_record: Maker, drain: Drained) -> None:
    termiz = Place.objects.create(
        slug="termiz", label_uz="Termiz", label_ru="Термез", label_en="Termez", variants=["Tarmita"]
    )
    seals = Subject.objects.create(slug="seals", label_uz="Qoʻrgʻoshin tamgʻalar", label_ru="Пломбы", label_en="Seals")
    orlov = Agent.objects.create(slug="orlov", label_uz="Orlov, Pyotr", label_ru="Орлов, Пётр", label_en="Orlov, Pyotr")
    record = make_record(title_uz="Termiz bojxonasining hisoboti", title_ru="Отчёт термезской таможни")
    record.places.add(termiz)
    record.subjects.add(seals)
    record.save()
    RecordAgent.objects.create(record=record, agent=orlov)
    make_record(original_title="Термиз шаҳридаги кўприк", original_language="uz-Cyrl")
    make_record(original_title="Customs seals of Bukhara", original_language="en")
    drain()


def shown(typed: str, audience: Audience = PUBLIC, language: str = "uz") -> list[tuple[str, str]]:
    with override(language):
        return [(each.group, each.label) for each in suggestions(typed, audience)]


def test_titles_and_names_that_begin_so_are_suggested_in_either_alphabet(library: None) -> None:
    met = {("record", "Termiz bojxonasining hisoboti"), ("record", "Термиз шаҳридаги кўприк"), ("place", "Termiz")}
    for typed in ("term", "Терм", "термиз", "TERMIZ", "termi"):
        missing = met - set(shown(typed))
        assert not missing, typed


def test_names_are_met_at_any_word_in_any_language_and_spelling(library: None) -> None:
    meant = {
        "orl": "Orlov, Pyotr",
        "пётр": "Orlov, Pyotr",
        "petr orlov": "",
        "qo'rg": "Qoʻrgʻoshin tamgʻalar",
        "qo": "Qoʻrgʻoshin tamgʻalar",
        "tamg`": "Qoʻrgʻoshin tamgʻalar",
        "пломб": "Qoʻrgʻoshin tamgʻalar",
        "қўрғошин там": "Qoʻrgʻoshin tamgʻalar",
        "tarmi": "Termiz",
    }
    names = {typed: [found for group, found in shown(typed) if group != "record"] for typed in meant}
    assert names == {typed: [label] if label else [] for typed, label in meant.items()}


def test_all_words_before_the_last_must_stand_in_the_title(library: None) -> None:
    assert shown("termiz bojxonasi his") == [("record", "Termiz bojxonasining hisoboti")]
    assert shown("таможня бух") == []
    assert shown("customs seals bu") == [("record", "Customs seals of Bukhara")]


def test_the_name_that_was_met_stands_beside_the_label(library: None) -> None:
    with override("uz"):
        assert [(each.label, each.said) for each in suggestions("пломб", PUBLIC)] == [
            ("Qoʻrgʻoshin tamgʻalar", "Пломбы")
        ]
    with override("ru"):
        assert [(each.label, each.said) for each in suggestions("пломб", PUBLIC)] == [("Пломбы", "")]


def test_nothing_typed_is_an_error(library: None, client: Client) -> None:
    for typed in ("", " ", "t", "ʻ", "''", '"termiz', "title:ter", "(ter", "ter*", "-", "\x00", "ҳ" * 5000,
                  "a b c d e f g h i"):  # fmt: skip
        response = client.get("/uz/search/suggest/", {"q": typed})
        assert (typed, response.status_code) == (typed, 200)
        assert (typed, 'role="option"' in response.content.decode()) == (typed, False)


@pytest.mark.parametrize(
    ("hidden", "sees"),
    [
        ({"access": "staff"}, {STAFF}),
        ({"access": "accredited"}, {STAFF, ACCREDITED}),
        ({"access": "embargo", "embargo_until": date(2030, 1, 1)}, {STAFF}),
    ],
)
def test_titles_and_names_of_hidden_records_are_not_suggested(
    make_record: Maker, drain: Drained, hidden: dict[str, Any], sees: set[Audience]
) -> None:
    record = make_record(original_title="Quarantine of the witness", original_language="en", **hidden)
    record.subjects.add(Subject.objects.create(slug="q-s", label_en="Quashed cases"))
    record.places.add(Place.objects.create(slug="q-p", label_en="Quarry"))
    record.save()
    RecordAgent.objects.create(record=record, agent=Agent.objects.create(slug="q-a", label_en="Quentin"))
    drain()
    for audience in (PUBLIC, ACCREDITED, STAFF):
        groups = [group for group, _label in shown("qua", audience)]
        assert groups == (["record", "place", "subject"] if audience in sees else [])
        assert bool(shown("quentin", audience)) == (audience in sees)


def test_what_has_just_been_hidden_is_not_suggested_though_the_index_lags(make_record: Maker, drain: Drained) -> None:
    record = make_record(original_title="Quarantine", original_language="en")
    record.subjects.add(Subject.objects.create(slug="q-s", label_en="Quashed cases"))
    record.save()
    drain()
    assert len(shown("qua")) == 2
    record.access = "staff"
    record.save()
    assert shown("qua") == []


def test_a_name_that_no_record_carries_or_only_depicts_is_not_suggested(make_record: Maker, drain: Drained) -> None:
    Subject.objects.create(slug="unused", label_en="Quashed cases")
    record = make_record(original_title="Portrait", original_language="en")
    agent = Agent.objects.create(slug="q-a", label_en="Quentin")
    RecordAgent.objects.create(record=record, agent=agent, role="depicted")
    drain()
    assert shown("qu") == []


def test_keys_follow_names(db: None) -> None:
    place = Place.objects.create(slug="p", label_uz="Qoʻqon", label_ru="Коканд")
    keys = [bytes(key) for key in NameKey.objects.values_list("key", flat=True)]
    assert sorted(keys) == sorted(["qoʻqon".encode(), b"kokand"])
    place.label_uz, place.variants = "Xoʻqand shahri", ["Kokan"]  # type: ignore[attr-defined]
    place.save()
    said = {bytes(key.key).decode(): (key.rank, key.said) for key in NameKey.objects.all()}
    assert said == {
        "xoʻqand shahri": (0, "Xoʻqand shahri"),
        "shahri": (1, "Xoʻqand shahri"),
        "kokand": (0, "Коканд"),
        "kokan": (0, "Kokan"),
    }
    NameKey.objects.all().delete()
    assert key_all_names() == 4
    place.delete()
    assert not NameKey.objects.exists()


def ask(text: str, *, days: int = 3, askers: int = 5, first: int = 0) -> None:
    for ago in reversed(range(first, first + days)):
        day = timezone.localdate() - timedelta(days=ago)
        for asker in range(askers):
            note_query(text=text, asker=f"{ago}.{asker}")
        write_counts()
        AskedQuery.objects.filter(day=timezone.localdate(), text=" ".join(text.lower().split())).update(day=day)


def queries(typed: str) -> list[str]:
    return [label for group, label in shown(typed) if group == "query"]


@pytest.fixture
def two_pages(make_record: Maker, drain: Drained) -> None:
    make_record(["pul islohoti haqida"])
    make_record(["pulat yashirin"], access="staff")
    drain()


def test_what_many_asked_on_three_days_is_suggested(two_pages: None) -> None:
    ask("Pul  islohoti")
    assert queries("pul") == ["pul islohoti"]
    assert queries("пул исл") == ["pul islohoti"]


@pytest.mark.parametrize("asked", [{"days": 2}, {"askers": 4}, {"first": 200}])
def test_what_few_asked_or_on_few_days_or_long_ago_is_not(two_pages: None, asked: dict[str, int]) -> None:
    ask("pul islohoti", **asked)
    assert queries("pul") == []


def test_one_person_cannot_make_a_query_popular(two_pages: None) -> None:
    # What tests before this one asked may still wait to be counted in this process.
    write_counts()
    AskedQuery.objects.all().delete()
    for _ in range(50):
        note_query(text="pul islohoti", asker="the same")
    write_counts()
    assert AskedQuery.objects.get().askers == 1


def test_a_popular_query_that_finds_nothing_for_everybody_is_not_suggested(two_pages: None) -> None:
    ask("pulat yashirin")
    assert queries("pulat") == []
    with override("uz"):
        assert not [each for each in suggestions("pulat", STAFF) if each.group == "query"]


@pytest.mark.parametrize("text", ["+998 90 123 45 67", "ali@example.org", "AB1234567", "ab", "x" * 61, "a b c d e f"])
def test_what_may_be_private_or_is_no_plain_query_is_not_counted(db: None, text: str) -> None:
    note_query(text=text, asker="1")
    write_counts()
    assert not AskedQuery.objects.exists()


def test_the_log_is_off_with_no_days_and_old_days_are_deleted(two_pages: None, settings: Any) -> None:
    ask("pul islohoti", days=4)
    assert AskedQuery.objects.count() == 4
    settings.FONDS_QUERY_LOG_DAYS = 2
    write_counts()
    assert AskedQuery.objects.count() == 3
    settings.FONDS_QUERY_LOG_DAYS = 0
    assert queries("pul") == []
    note_query(text="boshqa", asker="1")
    write_counts()
    assert not AskedQuery.objects.filter(text="boshqa").exists()
    assert forget_queries() >= 0


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({"q": "pul islohoti"}, 1),
        ({"q": '"pul islohoti"'}, 0),
        ({"q": "pul -x"}, 0),
        ({"q": "title:pul"}, 0),
        ({"q": "nomalum"}, 0),
        ({"q": "pul", "page": "2"}, 0),
        ({"q": "pul", "exact": "1"}, 0),
        ({"q": "pul", "kind": "document"}, 0),
    ],
)
def test_only_plain_queries_that_find_something_are_counted(
    two_pages: None, client: Client, given: dict[str, str], counts: int
) -> None:
    assert client.get("/uz/search/", given).status_code == 200
    write_counts()
    assert AskedQuery.objects.count() == counts
    assert not any(row.askers != 1 for row in AskedQuery.objects.all())


def test_what_the_staff_asks_is_not_counted(two_pages: None, client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_superuser("ruslan", password="x"))
    client.get("/uz/search/", {"q": "pul islohoti"})
    write_counts()
    assert not AskedQuery.objects.exists()


def test_the_operator_sees_what_is_counted_and_can_have_it_forgotten(two_pages: None) -> None:
    def told(*arguments: str) -> str:
        said = StringIO()
        call_command("queries", *arguments, stdout=said)
        return " ".join(said.getvalue().split())

    ask("pul islohoti")
    ask("pul", days=1)
    assert told() == "15 on 3 days pul islohoti suggested 5 on 1 days pul"
    assert told("--forget", "Pul  Islohoti") == "3 counts deleted."
    assert told() == "5 on 1 days pul"
    assert told("--forget-all") == "1 counts deleted."
    assert queries("pul") == []


def test_the_list_is_made_of_links_with_their_kinds(library: None, client: Client) -> None:
    response = client.get("/en/search/suggest/", {"q": "term"})
    text = response.content.decode()
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert 'href="/en/search/?place=termiz"' in text
    assert ">Place<" in text
    assert ">Document<" in text
    assert text.index("Records") < text.index("Places")
    escaped = client.get("/en/search/suggest/", {"q": "<b>"}).content.decode()
    assert "<b>" not in escaped


@pytest.mark.usefixtures("settled_engine")
def test_an_answer_costs_few_database_queries_however_much_there_is(
    library: None, make_record: Maker, drain: Drained
) -> None:
    for number in range(12):
        record = make_record(original_title=f"Termiz {number}")
        record.places.add(Place.objects.create(slug=f"t{number}", label_uz=f"Termiz {number}"))
        record.save()
    drain()
    with CaptureQueriesContext(connection) as queries_made:
        found = shown("termiz")
    assert len(found) == 8
    assert len(queries_made) <= 12


def test_every_search_box_knows_where_to_ask(library: None, client: Client) -> None:
    for address in ("/en/", "/en/search/", "/en/search/?q=termiz"):
        text = client.get(address).content.decode()
        assert text.count('data-url="/en/search/suggest/"') == text.count('type="search"') == 1
