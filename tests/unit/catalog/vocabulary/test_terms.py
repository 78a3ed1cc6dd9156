"""The starter vocabulary is whole: every term in three languages, each once, in proper spelling."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from catalog.vocabulary.spelling import CYRILLIC, spell
from catalog.vocabulary.terms import Term, place_terms, subject_terms

TERMS = (*subject_terms(), *place_terms())
ASCII_SIGNS = re.compile("['`‘’´]")


def test_there_are_more_than_four_hundred_terms_and_forty_places() -> None:
    assert len(subject_terms()) >= 400
    assert len(place_terms()) >= 40


@pytest.mark.parametrize("terms", [subject_terms(), place_terms()], ids=["subjects", "places"])
@pytest.mark.parametrize("name", ["slug", "uz", "ru", "en"])
def test_every_name_stands_once(terms: tuple[Term, ...], name: str) -> None:
    counted = Counter(getattr(term, name).casefold() for term in terms)
    assert not [value for value, count in counted.items() if count > 1 or not value]


def test_every_term_has_a_name_in_the_letters_of_each_language() -> None:
    for term in TERMS:
        assert re.fullmatch(r"[A-Za-zʻʼ \-]+", term.uz), term
        assert re.fullmatch(r"[А-ЯЁа-яё \-]+", term.ru), term
        assert re.fullmatch(r"[A-Za-z '\-]+", term.en), term
        assert re.fullmatch(r"[a-z0-9\-]+", term.slug), term
        assert all(name == " ".join(name.split()) for name in (*term.names, *term.variants)), term


def test_uzbek_names_carry_the_apostrophes_of_the_law() -> None:
    for term in TERMS:
        assert not ASCII_SIGNS.search(term.uz), term
        assert not re.search("[og]ʼ", term.uz), term
        assert not re.search("(?<![oOgG])ʻ", term.uz), term
        assert not re.search("[a-zʻʼ]", spell(term.uz, CYRILLIC)), term


def test_other_names_are_not_names_said_already() -> None:
    for term in TERMS:
        assert not {name.casefold() for name in term.names} & {name.casefold() for name in term.variants}, term
        assert len(set(term.variants)) == len(term.variants), term


def test_wider_terms_are_terms_and_never_go_round() -> None:
    wider = {term.slug: term.broader for term in subject_terms()}
    for slug in wider:
        seen = [slug]
        while wider[seen[-1]]:
            seen.append(wider[seen[-1]])
            assert len(seen) < 6, seen
    assert sum(1 for broader in wider.values() if broader) > 400


def test_positions_lie_on_the_map() -> None:
    placed = [term.position for term in place_terms() if term.position]
    assert len(placed) > 35
    assert all(-90 <= latitude <= 90 and -180 <= longitude <= 180 for latitude, longitude in placed)


def test_known_terms_are_there() -> None:
    names = {term.uz: (term.ru, term.en) for term in TERMS}
    assert names["Bojxona"] == ("Таможня", "Customs")
    assert names["Yigʻma jild"] == ("Дело", "File")
    assert names["Amudaryo"] == ("Амударья", "Amu Darya")
