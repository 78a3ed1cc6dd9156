"""The find service answers as people expect, through database, outbox, drain and engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from catalog.access import Audience, Standing
from catalog.models import Agent, Collection, Record, RecordAgent, Subject
from search.finding.filters import Filters, read_filters
from search.finding.find import find
from search.finding.types import Answer, Question, Sort
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]
PUBLIC = Audience(Standing.PUBLIC, date(2026, 11, 23))
STAFF = Audience(Standing.STAFF, date(2026, 11, 23))


def asked(text: str, audience: Audience = PUBLIC, **more: Any) -> Answer:
    return find(Question(text, **more), audience)


def pids(answer: Answer) -> list[str]:
    return [hit.record.pid for hit in answer.hits]


@pytest.fixture
def index_folder(search_engine: str, settings: Any) -> Path:
    """Run every test of this module on each engine."""
    return Path(settings.FONDS_INDEX)


def test_a_word_in_latin_letters_finds_the_page_printed_in_cyrillic(drain: Drained, make_record: Maker) -> None:
    record = make_record(["биринчи саҳифа", "Термиз божхонаси қўрғошин тамға"], languages=["uz-Cyrl"])
    drain()
    answer = asked("bojxona")
    assert pids(answer) == [record.pid]
    passage = answer.hits[0].passages[0]
    assert passage.page_number == 2
    assert ("божхонаси", True) in passage.segments
    assert passage.boxes[0] == pytest.approx((0.18, 0.05, 0.07, 0.02), abs=1e-3)
    assert answer.pages_found == 1


def test_all_words_may_stand_on_different_pages(drain: Drained, make_record: Maker) -> None:
    record = make_record(["plomba haqida", "bojxona haqida"])
    make_record(["plomba"])
    drain()
    answer = asked("plomba bojxona")
    assert pids(answer) == [record.pid]
    assert {passage.page_number for passage in answer.hits[0].passages} == {1, 2}


def test_the_description_is_a_place_too(drain: Drained, make_record: Maker) -> None:
    make_record(description_ru="Журнал досмотра судов")
    drain()
    (hit,) = asked("досмотр").hits
    assert hit.passages[0].page_number is None
    assert ("досмотра", True) in hit.passages[0].segments


def test_more_pages_are_counted(drain: Drained, make_record: Maker) -> None:
    make_record([f"bojxona {number}" for number in range(8)])
    drain()
    (hit,) = asked("bojxona").hits
    assert (len(hit.passages), hit.more_pages) == (3, 5)


def test_no_query_shows_everything_newest_first(drain: Drained, make_record: Maker) -> None:
    old, new = make_record(), make_record()
    drain()
    assert pids(asked("")) == [new.pid, old.pid]


def test_hidden_records_are_neither_found_nor_counted(drain: Drained, make_record: Maker) -> None:
    shown = make_record(["bojxona"])
    make_record(["bojxona maxfiy"], access="staff")
    Record.objects.get(pk=make_record(["bojxona"]).pk).unpublish()
    drain()
    answer = asked("bojxona")
    assert pids(answer) == [shown.pid]
    assert answer.total == 1
    assert [(value.value, value.count) for value in answer.facets[0].values] == [("document", 1)]
    assert asked("maxfiy").total == 0
    assert asked("bojxona", STAFF).total == 3


def test_a_restriction_holds_before_the_index_has_followed(drain: Drained, make_record: Maker) -> None:
    record = make_record(["bojxona"])
    drain()
    record.access = "staff"
    record.save()
    answer = asked("bojxona")
    assert (answer.hits, answer.total) == ((), 0)


def test_an_embargo_lifts_by_itself(drain: Drained, make_record: Maker) -> None:
    make_record(["bojxona"], access="embargo", embargo_until=PUBLIC.on)
    drain()
    assert asked("bojxona").total == 1
    assert asked("bojxona", Audience(Standing.PUBLIC, PUBLIC.on - timedelta(days=1))).total == 0


def test_facets_leave_other_values_of_the_same_facet_to_choose(drain: Drained, make_record: Maker) -> None:
    museum = Collection.objects.create(slug="museum", title_uz="Muzey")
    library = Collection.objects.create(slug="library", title_uz="Kutubxona")
    make_record(["bojxona"], collection=museum)
    make_record(["bojxona"], collection=museum, kind="photo")
    make_record(["bojxona"], collection=library)
    drain()
    answer = asked("bojxona", filters=Filters({"collection": ("museum",)}))
    assert answer.total == 2
    facets = {facet.name: {value.value: value.count for value in facet.values} for facet in answer.facets}
    assert facets["collection"] == {"museum": 2, "library": 1}
    assert facets["kind"] == {"document": 1, "photo": 1}
    both = asked("bojxona", filters=Filters({"collection": ("museum", "library")}))
    assert both.total == 3


def test_years_narrow_by_overlap_and_are_counted(drain: Drained, make_record: Maker) -> None:
    inside = make_record(["bojxona"], date_edtf="1924-03-14")
    make_record(["bojxona"], date_edtf="1950")
    spread = make_record(["bojxona"], date_edtf="1920/1936")
    drain()
    answer = asked("bojxona", filters=read_filters({"from": ["1924"], "to": ["1930"]}))
    assert set(pids(answer)) == {inside.pid, spread.pid}
    assert dict(answer.years) == {1924: 1, 1950: 1}
    assert pids(asked("bojxona", sort=Sort.OLDEST_DATE))[0] == spread.pid


def test_names_of_subjects_and_people_find_in_every_language(drain: Drained, make_record: Maker) -> None:
    record = make_record()
    record.subjects.add(Subject.objects.create(slug="seals", label_uz="plombalar", label_ru="пломбы", label_en="seals"))
    agent = Agent.objects.create(slug="karimov", label_uz="Karimov", variants=["Каримов А."])
    RecordAgent.objects.create(record=record, agent=agent)
    record.save()
    drain()
    for word in ("plomba", "пломба", "seal", "karimov", "Каримов"):
        assert pids(asked(word)) == [record.pid], word
    answer = asked("", filters=Filters({"creator": ("karimov",), "subject": ("seals",)}))
    assert pids(answer) == [record.pid]


def test_values_that_do_not_exist_find_nothing_and_raise_nothing(drain: Drained, make_record: Maker) -> None:
    make_record(["bojxona"])
    drain()
    for given in ({"kind": ["nope"]}, {"decade": ["nineteen"]}, {"subject": ["' OR 1=1"]}, {"from": ["abc"]}):
        assert asked("bojxona", filters=read_filters(given)).total in {0, 1}
    assert asked("bojxona", page=10**9).total == 1


def test_nothing_typed_is_an_error(drain: Drained, make_record: Maker) -> None:
    make_record(["oʻzbek"])
    drain()
    for text in ("o'zbek", "it's the law", '"unclosed', "a AND", "C++", "a/b", "(x", "[", "*", "title:", "-", "NOT",
                 "😀"):  # fmt: skip
        assert isinstance(asked(text), Answer), text


def test_where_nothing_is_found_looser_questions_are_offered(drain: Drained, make_record: Maker) -> None:
    make_record(["bojxona plomba"])
    drain()
    answer = asked("bojxona yoʻqsoʻz")
    assert [(each.text, each.count) for each in answer.loosened] == [("bojxona", 1)]
    phrase = asked('"plomba bojxona"')
    assert ("plomba bojxona", 1) in [(each.text, each.count) for each in phrase.loosened]


def test_only_spellings_that_stand_in_visible_texts_are_said(drain: Drained, make_record: Maker) -> None:
    make_record(["божхона"], languages=["uz-Cyrl"])
    make_record(["пломба"], languages=["uz-Cyrl"], access="staff")
    drain()
    assert asked("bojxona").reading.parts[0].also == ("божхона",)
    assert asked("plomba").reading.parts[0].also == ()
    assert asked("bojxona", exactly=True).total == 0


def test_without_an_index_titles_are_browsed_and_it_is_said(index_folder: Path, make_record: Maker) -> None:
    record = make_record(["bojxona"], title_uz="Termiz bojxonasi")
    make_record(title_uz="Boshqa")
    make_record(title_uz="Termiz maxfiy", access="staff")
    answer = asked("termiz")
    assert answer.engine_away
    assert pids(answer) == [record.pid]


def test_a_list_takes_a_fixed_number_of_queries(
    drain: Drained, make_record: Maker, django_assert_max_num_queries: Any
) -> None:
    for count in (2, 10):
        for _ in range(count):
            make_record(["bojxona", "bojxona plomba"])
        drain()
        # One of them for names in other languages of a query proposed instead.
        with django_assert_max_num_queries(11):
            assert len(asked("bojxona").hits) >= count


def test_the_day_of_asking_is_today_by_default() -> None:
    from catalog.access import audience_of  # noqa: PLC0415 - only here

    assert audience_of(None).on == timezone.localdate()
