"""Languages, spellings and plausible words are told by letters alone."""

import random

import pytest

from archive.extract.language import judge_words, script_of, spelling_of
from archive.extract.language.letters import one_script, with_plain_apostrophes, with_uzbek_apostrophes
from bench.true_pages import EN, RU, UZ_CYRL, UZ_LATN, spelled_2026


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("text", "language"),
    [(UZ_LATN, "uz-Latn"), (spelled_2026(UZ_LATN), "uz-Latn"), (UZ_CYRL, "uz-Cyrl"), (RU, "ru"), (EN, "en")],
)
def test_each_language_is_told_and_its_words_are_plausible(text: str, language: str) -> None:
    mix = judge_words(lines(text))
    assert mix.languages == (language,)
    assert mix.plausible_share > 0.95


def test_a_page_of_several_languages_names_all_of_them() -> None:
    assert set(judge_words(lines(f"{UZ_LATN}\n{RU}\n{EN}")).languages) == {"uz-Latn", "ru", "en"}


def test_text_in_a_wrong_encoding_is_not_plausible() -> None:
    assert judge_words(lines(RU.encode("cp1251").decode("latin-1"))).plausible_share < 0.05


def test_shuffled_letters_are_not_plausible() -> None:
    letters = list(RU.replace("\n", " "))
    random.Random(1).shuffle(letters)
    assert judge_words(lines("".join(letters))).plausible_share < 0.4


def test_nothing_is_made_of_nothing() -> None:
    assert judge_words([]).languages == ()
    assert judge_words([["1924", "—", "№"]]).plausible_share == 0


@pytest.mark.parametrize("sign", "'‘’`´ʻʼ")
def test_every_apostrophe_becomes_the_letter_uzbek_means(sign: str) -> None:
    assert with_uzbek_apostrophes(f"O{sign}zbek") == "Oʻzbek"
    assert with_uzbek_apostrophes(f"tog{sign}") == "togʻ"
    assert with_uzbek_apostrophes(f"ma{sign}no") == "maʼno"


def test_a_quotation_mark_after_a_word_stays_one() -> None:
    assert with_uzbek_apostrophes("kitob’") == "kitob’"


def test_a_sign_misread_after_o_is_mended_within_a_word_only() -> None:
    assert with_uzbek_apostrophes("o“z") == "oʻz"
    assert with_uzbek_apostrophes("deb“") == "deb“"


def test_english_keeps_its_apostrophe() -> None:
    assert with_plain_apostrophes("don't") == "don’t"


def test_look_alikes_inside_a_word_take_its_script() -> None:
    assert one_script("тaможня") == "таможня"
    assert one_script("сustoms") == "customs"
    assert one_script("ABC") == "ABC"


def test_spelling_and_script_are_told_by_letters() -> None:
    assert spelling_of(UZ_LATN) == "1995"
    assert spelling_of(spelled_2026(UZ_LATN)) == "2026"
    assert spelling_of("1924") == ""
    assert script_of(RU) == "Cyrl"
    assert script_of(EN + RU) == "mixed"
    assert script_of("12 + 3") == ""
