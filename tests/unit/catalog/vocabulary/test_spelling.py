"""Uzbek text in the spelling a reader has chosen."""

import pytest

from catalog.vocabulary.spelling import CYRILLIC, LATIN_1995, LATIN_2026, UnknownVariant, spell, with_proper_apostrophes


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Oʻzbekiston bojxona xizmati", "Ўзбекистон божхона хизмати"),
        ("toʻgʻri, yoʻq, eʼlon, sanʼat", "тўғри, йўқ, эълон, санъат"),
        ("Yevropa, eshik, yil", "Европа, эшик, йил"),
        ("9-aprel 1962, oktabr", "9-апрель 1962, октябрь"),
        ("“Oybek” posti", "«Ойбек» пости"),
        ("konstitutsiya, litsenziya", "конституция, лицензия"),
    ],
)
def test_cyrillic_follows_the_rules_of_the_alphabet(latin: str, cyrillic: str) -> None:
    assert spell(latin, CYRILLIC) == cyrillic


def test_the_soft_sign_of_a_loan_stays_with_its_endings() -> None:
    assert spell("Filmlar, albomda, sentabr", CYRILLIC) == "Фильмлар, альбомда, сентябрь"


@pytest.mark.parametrize("kept", ["XLSX", "VTT", "ALTO", "Alt+P", "FONDS_SPEECH_MODEL", "Natural Earth"])
def test_names_of_formats_keys_and_settings_stay_latin(kept: str) -> None:
    assert spell(f"{kept} boʻladi", CYRILLIC) == f"{kept} бўлади"


def test_the_conditional_of_verbs_in_t_keeps_two_letters() -> None:
    assert spell("Shartlarni yumshatsangiz, manba koʻrsatsa", CYRILLIC) == "Шартларни юмшатсангиз, манба кўрсатса"


def test_the_2026_latin_has_one_letter_for_each_sound() -> None:
    assert spell("Oʻzbekcha shahar, choy, togʻ", LATIN_2026) == "Özbekça şahar, çoy, toğ"


def test_the_stored_spelling_comes_back_as_it_is() -> None:
    assert spell("Oʻzbek 'xato'", LATIN_1995) == "Oʻzbek 'xato'"


@pytest.mark.parametrize("variant", [CYRILLIC, LATIN_2026])
@pytest.mark.parametrize(
    "kept",
    [
        "%(count)s", "%(shahar)d", "%s", "{choy}", '<a href="/shahar">', "&nbsp;", "https://shahar.uz/choy",
        "S-0118", "MB-0733", "XIX", "CC BY 4.0", "CC BY-NC 4.0", "CC0", "PDF", "EDTF", "Fonds", "tarix@bojxona.uz",
    ],
)  # fmt: skip
def test_placeholders_markup_addresses_and_codes_are_never_respelled(kept: str, variant: str) -> None:
    assert kept in spell(f"choy {kept} shahar", variant)


def test_a_roman_century_stays_roman_in_cyrillic() -> None:
    assert spell("XIX asr oxiri, V asr", CYRILLIC) == "XIX аср охири, V аср"


@pytest.mark.parametrize("typed", ["o'zbek", "o‘zbek", "o’zbek", "o`zbek", "oʻzbek", "oʼzbek"])
def test_whatever_apostrophe_was_typed_the_letter_is_the_same(typed: str) -> None:
    assert spell(typed, CYRILLIC) == "ўзбек"
    assert with_proper_apostrophes(typed) == "oʻzbek"


def test_the_tutuq_sign_gets_its_own_letter() -> None:
    assert with_proper_apostrophes("ma'no, san’at") == "maʼno, sanʼat"


def test_apostrophes_inside_markup_are_left_alone() -> None:
    assert with_proper_apostrophes("<b title='o'>") == "<b title='o'>"


def test_an_unknown_spelling_is_refused_by_name() -> None:
    with pytest.raises(UnknownVariant, match="uz-arab"):
        spell("choy", "uz-arab")
