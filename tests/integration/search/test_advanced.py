"""The advanced form writes what a person would have typed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from tests.integration.search.conftest import Maker

Drained = Callable[[], int]


@pytest.fixture(autouse=True)
def _fresh_counts(db: None) -> None:
    cache.clear()


def written(client: Client, **answers: str) -> dict[str, list[str]]:
    response = client.get("/en/search/advanced/", {"go": "1", **answers})
    assert response.status_code == 302
    address = urlsplit(response["Location"])
    assert address.path == "/en/search/"
    return parse_qs(address.query)


@pytest.mark.parametrize(
    ("answers", "query"),
    [
        ({"all_of": "termiz bojxonasi"}, "termiz bojxonasi"),
        ({"phrase": 'oltin "yoʻl'}, '"oltin yoʻl"'),
        ({"any_of": "tamgʻa plomba"}, "tamgʻa OR plomba"),
        ({"any_of": "tamgʻa plomba", "all_of": "1924"}, "1924 (tamgʻa OR plomba)"),
        ({"none_of": "qogʻoz yogʻoch"}, "-qogʻoz -yogʻoch"),
        ({"near_a": "oltin yoʻl", "near_b": "dengiz", "distance": "7"}, '"oltin yoʻl" NEAR/7 dengiz'),
        ({"near_a": "oltin"}, "oltin"),
        ({"field_1": "title", "words_1": "bojxona tarix*"}, "title:bojxona title:tarix*"),
        ({"field_1": "names", "words_1": "Navoiy OR Bobur"}, "creator:Navoiy OR creator:Bobur"),
        ({"field_1": "title", "words_1": 'x) OR "y'}, "title:x title:y"),
        ({"first": "1924", "last": "1938-05"}, "1924..1938-05"),
        ({"first": "1938", "last": "1924"}, "1924..1938"),
        ({"first": "17.05.1924"}, "1924-05-17.."),
        ({"last": "1970s"}, "..1979"),
        ({"all_of": "AND (", "phrase": "oltin"}, '"oltin"'),
        (
            {"all_of": "a", "phrase": "b c", "any_of": "d e", "none_of": "f", "last": "1938"},
            'a "b c" (d OR e) ..1938 -f',
        ),
    ],
)
def test_answers_become_a_query(client: Client, answers: dict[str, str], query: str) -> None:
    assert written(client, **answers) == {"q": [query]}


def test_exactly_as_typed_is_carried_along(client: Client) -> None:
    assert written(client, all_of="bojxona", exact="1") == {"q": ["bojxona"], "exact": ["1"]}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Fill in at least one field."),
        ({"all_of": "((("}, "Fill in at least one field."),
        ({"first": "soon"}, "“soon” was not understood as a date."),
        ({"all_of": "a", "last": "1924-13"}, "“1924-13” was not understood as a date."),
        ({"near_a": "a", "near_b": "b", "distance": "900"}, "less than or equal to 50"),
        ({"field_1": "nope", "words_1": "x"}, "Select a valid choice"),
        ({"all_of": "x" * 5000}, "at most 1000 characters"),
    ],
)
def test_what_is_not_understood_is_said_and_kept(client: Client, answers: dict[str, str], words: str) -> None:
    response = client.get("/en/search/advanced/", {"go": "1", **answers})
    assert response.status_code == 422
    text = response.content.decode()
    assert words in text
    assert all(value[:100] in text for value in answers.values() if len(value) < 100 and value != "nope")


def test_the_form_begins_with_the_query_of_the_search_box(client: Client) -> None:
    text = client.get("/en/search/advanced/", {"q": 'bojxona "oltin <b>', "exact": "1"}).content.decode()
    assert 'value="bojxona &quot;oltin &lt;b&gt;"' in text
    assert 'value="1" checked' in text


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_the_form_speaks_every_language(client: Client, language: str) -> None:
    assert client.get(f"/{language}/search/advanced/").status_code == 200


def test_its_query_finds_what_was_asked(client: Client, drain: Drained, make_record: Maker) -> None:
    found = make_record(["Термиз шаҳри божхонаси"], languages=["uz-Cyrl"], date_edtf="1924-05-17")
    make_record(["Термиз шаҳри божхонаси"], languages=["uz-Cyrl"], date_edtf="1938")
    make_record(["bojxonasi bir ikki uch toʻrt besh Termiz"], date_edtf="1924-05")
    drain()
    answers = {"near_a": "Termiz", "near_b": "bojxonasi", "distance": "2", "first": "1924-05", "last": "1925"}
    response = client.get("/en/search/advanced/", {"go": "1", **answers}, follow=True)
    assert [hit.pid for hit in response.context["results"].hits] == [found.pid]


def test_each_part_of_the_query_read_can_be_taken_out_by_its_link(
    client: Client, drain: Drained, make_record: Maker
) -> None:
    make_record(["bojxona oltin"], date_edtf="1924")
    drain()
    query = "bojxona w/3 (oltin OR kumush) 1924-05..1925 boj*na bojxana~1 title:=x"
    page = client.get("/en/search/", {"q": query})
    reading = page.context["results"].reading
    assert [part.note for part in reading] == [
        "within 3 words of each other, in any order", "dated: May 1924 – 1925", "all words of this pattern",
        "and words that differ in up to 1 letter", "in titles, exactly as typed",
    ]  # fmt: skip
    near = reading[0]
    assert [part.typed for part in near.inner] == ["bojxona", "(oltin OR kumush)"]
    left = client.get(near.inner[1].inner[0].url_without).context["results"]
    assert left.query == "bojxona NEAR/3 kumush 1924-05..1925 boj*na bojxana~1 title:=x"
    assert "Remove oltin" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "o'zbek", "it's the law", '"unclosed', "a AND", "C++", "a/b", "(x", "[", '"', "NEAR/", "a NEAR/ b", "w/0",
        "a w/0 b", "~", "*", "?", "a*", "*a", "year:", "year:x", "title:", "title:(", "((((", ")", "-", "--", "\\", "=",
        "NOT NOT NOT a", "-(" * 60, "a NEAR/3 b* NEAR/2 (c d)", "1924-99..", "foo:bar", "ʻ", "ab~9", "«»", "“", "~~~1",
    ],
)  # fmt: skip
def test_no_query_is_an_error_and_what_was_not_understood_is_said(
    client: Client, drain: Drained, make_record: Maker, query: str
) -> None:
    make_record(["bojxona"])
    drain()
    for language in ("en", "uz", "uz-cyrl", "ru"):
        response = client.get(f"/{language}/search/", {"q": query})
        assert response.status_code == 200
        assert not response.context["results"].engine_away
