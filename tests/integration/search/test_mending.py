"""A mistyped query gets its mending offered, from words that the person asking may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalog.access import Audience, Standing
from catalog.models import Agent, RecordAgent
from search.finding.filters import Filters
from search.finding.find import find
from search.finding.mending import mended
from search.finding.reading import read_query
from search.finding.types import Mended, Question
from search.indices import indices
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]

TODAY = date(2026, 9, 1)
PUBLIC = Audience(Standing.PUBLIC, TODAY)
ACCREDITED = Audience(Standing.ACCREDITED, TODAY)
STAFF = Audience(Standing.STAFF, TODAY)

SAID = (
    "Toshkent bojxona boshqarmasi oʻzbek tovarlarini koʻrikdan oʻtkazdi va qaror chiqardi",
    "Термиз божхонаси ўзбекча ёзилган ҳужжатларни топширди, қарор қабул қилинди",
    "Доклад таможни о задержанных товарах: таможня осмотрела караван",
    "Report of the customs house on caravans and silk",
)


@pytest.fixture
def index_folder(search_engine: str, settings: Any) -> Path:
    """Run every test of this module on each engine."""
    return Path(settings.FONDS_INDEX)


@pytest.fixture
def library(make_record: Maker, drain: Drained) -> None:
    for text, language in zip(SAID, ("uz-Latn", "uz-Cyrl", "ru", "en"), strict=True):
        make_record([text], languages=[language])
    drain()


def offered(text: str, audience: Audience = PUBLIC, **asked: object) -> list[str]:
    return [each.text for each in find(Question(text, **asked), audience).mended]  # type: ignore[arg-type]


MEANT = {
    "bojxna": "bojxona",
    "bojhona": "bojxona",
    "божхонси": "божхонаси",
    "Ozbek": "Oʻzbek",
    "özbk": "oʻzbek",
    "узбекча": "ўзбекча",
    "карор": "қарор",
    "тпможня": "таможня",
    "тамонжя": "таможня",
    "т0варах": "товарах",
    "cusstoms": "customs",
    "caravns": "caravans",
    "boshqramasi": "boshqarmasi",
    "nfvj;yz": "таможня",
    "cnfvj;yz": "",
    "щэяиул": "o'zbek",
    "ищочщтф": "bojxona",
    ",j;[jyfcb": "божхонаси",
}


def test_a_mistyped_word_is_offered_as_it_was_meant(library: None) -> None:
    found = {typed: offered(typed) for typed in MEANT}
    assert {typed: offers[0] if offers else "" for typed, offers in found.items()} == MEANT


def test_only_the_wrong_word_is_mended_and_the_rest_of_the_query_counts(library: None) -> None:
    (offer,) = find(Question('"toshkent bojxna" qaror -silk'), PUBLIC).mended
    assert offer == Mended(
        '"toshkent bojxona" qaror -silk', (('"toshkent ', False), ("bojxona", True), ('" qaror -silk', False)), 1
    )
    assert find(Question(offer.text), PUBLIC).total == offer.count
    assert offered("toshkent NEAR/3 bojxna") == ["toshkent NEAR/3 bojxona"]
    assert offered("title:title") == []
    assert offered("=bojxna") == ["=bojxona"]
    # The word alone would be found, but not with the rest.
    assert offered("cusstoms qaror") == []


def test_two_wrong_words_are_mended_together(library: None) -> None:
    assert offered("tohskent bojxna") == ["toshkent bojxona"]


def test_the_count_is_that_of_the_chosen_filters(library: None) -> None:
    assert offered("bojxna", filters=Filters({"language": ("en",)})) == []
    (offer,) = find(Question("bojxna", Filters({"language": ("uz-Latn",)})), PUBLIC).mended
    assert (offer.text, offer.count) == ("bojxona", 1)


def test_what_finds_enough_or_has_no_word_to_mend_gets_no_offer(
    library: None, make_record: Maker, drain: Drained
) -> None:
    for _ in range(4):
        make_record(["bojxona 1924"])
    drain()
    texts = ["bojxona", "", "1924", "щ", "xyzzy", "[", '"', "a AND", "-bojxna", "bojxn*", "year:19"]
    assert {text: offered(text) for text in texts} == {text: [] for text in texts}


def test_the_query_is_never_replaced(library: None) -> None:
    answer = find(Question("bojxna"), PUBLIC)
    assert (answer.total, answer.reading.query, len(answer.mended)) == (0, "bojxna", 1)


@pytest.mark.parametrize(
    "hidden", [{"access": "staff"}, {"access": "accredited"}, {"access": "embargo", "embargo_until": date(2030, 1, 1)}]
)
def test_a_word_that_only_hidden_records_have_is_never_offered(
    library: None, make_record: Maker, drain: Drained, hidden: dict[str, object]
) -> None:
    record = make_record(["maxfiylashtirilgan roʻyxat"], title_ru="Засекреченный список", **hidden)
    RecordAgent.objects.create(record=record, agent=Agent.objects.create(slug="q", label_en="Quentin Blackwood"))
    drain()
    for typed in ("maxfiylashtirilgn", "засикреченый", "Blackwod", "pfctrhtxtyysq"):
        assert offered(typed) == [], typed
        assert offered(typed, STAFF) != [], typed
    assert bool(offered("Blackwod", ACCREDITED)) == (hidden["access"] == "accredited")


def test_a_word_just_hidden_is_not_offered_from_an_index_that_lags(
    library: None, make_record: Maker, drain: Drained
) -> None:
    record = make_record(["maxfiylashtirilgan roʻyxat"])
    drain()
    assert offered("maxfiylashtirilgn") == ["maxfiylashtirilgan"]
    record.access = "staff"
    record.save()
    assert offered("maxfiylashtirilgn") == []


def test_an_offer_costs_ten_calls_of_the_engine_at_most(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    for name in ("search", "search_many", "count", "suggest"):
        real = getattr(type(indices().records), name)

        def counted(self: object, *given: object, real: Callable[..., object] = real, name: str = name) -> object:
            calls.append(name)
            return real(self, *given)

        monkeypatch.setattr(type(indices().records), name, counted)
    text = "tohskentt bojxnaa qzzqzq wqqqwq zzzxxz aaqqaa qwqwqw"
    mended(Question(text), read_query(text, exactly=False), 0, PUBLIC, indices())
    assert 0 < len(calls) <= 10
