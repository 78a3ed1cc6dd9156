"""A word that is a name in the vocabulary also finds the names it has in the other languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.access import Audience, Standing
from catalog.models import Agent, Place, RecordAgent, Subject
from search.finding.find import find
from search.finding.inside import hits_in_record
from search.finding.labels import lookup_for
from search.finding.types import Answer, Question
from search.models import LabelKey
from search.operations.key_labels import key_all_labels
from search.query import NoteCode, PartKind
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]
PUBLIC = Audience(Standing.PUBLIC, date(2026, 11, 23))
STAFF = Audience(Standing.STAFF, date(2026, 11, 23))


def asked(text: str, audience: Audience = PUBLIC, **more: Any) -> Answer:
    return find(Question(text, **more), audience)


def pids(answer: Answer) -> set[str]:
    return {hit.record.pid for hit in answer.hits}


def added(answer: Answer) -> list[str]:
    return [label.text for each in answer.reading.meant for label in each.labels]


@pytest.fixture
def customs(db: None) -> Subject:
    return Subject.objects.create(slug="customs", label_uz="Bojxona", label_ru="Таможня", label_en="Customs")


@pytest.fixture
def river(db: None) -> Place:
    return Place.objects.create(
        slug="amu-darya", label_uz="Amudaryo", label_ru="Амударья", label_en="Amu Darya", variants=["Oxus", "Jayhun"]
    )


def test_any_form_in_any_spelling_finds_the_names_of_all_languages(
    customs: Subject, drain: Drained, make_record: Maker
) -> None:
    records = [
        make_record(["Customs officers at work"], languages=["en"]),
        make_record(["Начальник таможни докладывал"], languages=["ru"]),
        make_record(["Божхонанинг янги биноси"], languages=["uz-Cyrl"]),
    ]
    drain()
    for query in ("customs", "таможни", "ТАМОЖНЕЙ", "bojxonaning", "божхонага", "Bojxona"):
        answer = asked(query)
        assert (query, pids(answer)) == (query, {record.pid for record in records})
        assert all(any(is_hit for _text, is_hit in hit.passages[0].segments) for hit in answer.hits), query


def test_a_name_of_several_words_is_one_name(river: Place, drain: Drained, make_record: Maker) -> None:
    record = make_record(["Пароход на Амударье"], languages=["ru"])
    make_record(["Darya alone"], languages=["en"])
    drain()
    answer = asked("steamer Amu Darya")
    assert added(answer) == ["Amudaryo", "Амударья"]
    assert [each.typed for each in answer.reading.meant] == ["Amu Darya"]
    assert pids(asked("Amu Darya")) == pids(asked('"Amu Darya"')) == {record.pid}


def test_another_name_of_a_thing_finds_its_labels(river: Place, drain: Drained, make_record: Maker) -> None:
    record = make_record(["Amudaryo boʻyida"])
    drain()
    assert pids(asked("Oxus")) == {record.pid}


def test_what_is_asked_otherwise_brings_no_names(customs: Subject, drain: Drained, make_record: Maker) -> None:
    make_record(["x"])
    drain()
    for query in ("-customs photo", "title:customs", "=customs", "custo*"):
        assert not added(asked(query)), query


def test_the_names_are_not_searched_where_a_person_does_not_want_them(
    customs: Subject, drain: Drained, make_record: Maker
) -> None:
    make_record(["таможня"], languages=["ru"])
    drain()
    assert not asked("customs", translated=False).total
    assert not asked("customs", exactly=True).total
    assert asked("customs").total == 1


def test_the_word_found_in_another_language_is_marked_on_its_page(
    customs: Subject, drain: Drained, make_record: Maker
) -> None:
    record = make_record(["начальник таможни"], languages=["ru"])
    drain()
    assert len(hits_in_record(record, "customs", PUBLIC).hits) == 1
    assert not hits_in_record(record, "customs", PUBLIC, translated=False).hits


def test_the_page_shows_the_names_and_takes_them_away(
    customs: Subject, client: Client, drain: Drained, make_record: Maker
) -> None:
    make_record(["таможня"], languages=["ru"])
    drain()
    page = client.get("/en/search/", {"q": "customs"}).content.decode()
    assert "Bojxona, Таможня" in page
    assert "translated=0" in page
    bare = client.get("/en/search/", {"q": "customs", "translated": "0"}).content.decode()
    assert "Таможня" not in bare
    assert "Search names in other languages too" in bare


def test_an_agent_of_a_hidden_record_does_not_tell_its_names(drain: Drained, make_record: Maker) -> None:
    agent = Agent.objects.create(slug="xodim", label_uz="Sirli Xodim", label_ru="Тайный Агент", label_en="Secret Agent")
    hidden = make_record(["x"], access="staff")
    RecordAgent.objects.create(record=hidden, agent=agent)
    drain()
    assert added(asked("Secret Agent", STAFF)) == ["Sirli Xodim", "Тайный Агент"]
    assert not added(asked("Secret Agent"))
    RecordAgent.objects.create(record=make_record(["y"]), agent=agent)
    drain()
    assert added(asked("Secret Agent")) == ["Sirli Xodim", "Тайный Агент"]


def test_a_look_up_is_one_query(customs: Subject, river: Place) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = lookup_for(PUBLIC)([f"word{n}" for n in range(500)] + ["custom"])
    assert len(queries) == 1
    assert not found
    assert {label.text for label in lookup_for(PUBLIC)(["custom"])["custom"]} == {"Bojxona", "Таможня", "Customs"}


def test_a_changed_name_and_a_deleted_one_are_followed(customs: Subject, drain: Drained, make_record: Maker) -> None:
    make_record(["x"])
    drain()
    customs.label_ru = "Таможенная служба"  # type: ignore[attr-defined]
    customs.save()
    assert added(asked("customs")) == ["Bojxona", "Таможенная служба"]
    customs.delete()
    assert not added(asked("customs"))
    assert not LabelKey.objects.exists()


def test_keys_of_an_earlier_analysis_are_not_asked_and_are_made_anew(
    customs: Subject, drain: Drained, make_record: Maker
) -> None:
    make_record(["x"])
    drain()
    LabelKey.objects.update(analysis=0)
    assert not added(asked("customs"))
    assert key_all_labels(only_stale=True) == 1
    assert added(asked("customs"))
    assert key_all_labels(only_stale=True) == 0


@pytest.mark.parametrize("variants", [None, {"a": 1}, [1, None, ""], "text"])
def test_other_names_that_are_no_list_of_texts_do_no_harm(variants: Any, customs: Subject, index_folder: Path) -> None:
    if variants is not None:
        customs.variants = variants
    customs.save()
    assert LabelKey.objects.filter(is_label=True).count() >= 3


def test_a_long_query_of_names_stays_within_what_an_engine_takes(
    customs: Subject, river: Place, drain: Drained, make_record: Maker
) -> None:
    make_record(["x"])
    drain()
    answer = asked(" ".join(["customs", "Oxus"] * 15))
    assert not answer.engine_away


def test_a_question_in_whole_sentences_is_answered_by_any_of_its_words(drain: Drained, make_record: Maker) -> None:
    record = make_record(["The first steamer of the flotilla reached Termez in 1888"], languages=["en"])
    make_record(["the tea house"], languages=["en"])
    drain()
    answer = asked("When did the first steamer arrive in Termez?")
    assert answer.hits[0].record.pid == record.pid
    assert answer.reading.any_part
    assert answer.reading.notes[-1].code is NoteCode.ANY_WORDS
    assert not asked("steamer arrived tomorrow").total
    assert not asked("When did the first steamer -Termez arrive").total


def test_a_decade_in_a_question_is_a_word_of_it(drain: Drained, make_record: Maker) -> None:
    record = make_record(["Trade across the river grew in the 1970s"], languages=["en"])
    of_that_time = make_record(["A tea house by night"], languages=["en"])
    of_that_time.date_edtf = "197X"
    of_that_time.save()
    drain()
    answer = asked("How much in the 1970s did trade grow?")
    assert pids(answer) == {record.pid}
    assert [part.kind for part in answer.reading.parts if part.typed == "1970s"] == [PartKind.WORD]


def test_a_looser_question_counts_what_it_would_find(customs: Subject, drain: Drained, make_record: Maker) -> None:
    make_record(["таможня у реки"], languages=["ru"])
    drain()
    (looser,) = asked("customs qwxzvbn").loosened
    assert (looser.text, looser.count) == ("customs", asked("customs").total) == ("customs", 1)


def test_words_that_all_stand_somewhere_are_all_asked_for(drain: Drained, make_record: Maker) -> None:
    record = make_record(["one two three four"], languages=["en"])
    make_record(["one two three five"], languages=["en"])
    drain()
    answer = asked("one two three four")
    assert pids(answer) == {record.pid}
    assert not answer.reading.notes
