"""Every spelling of an Uzbek word folds to one key."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.analysis import Analyzer

ANALYZER = Analyzer()


def keys(text: str) -> list[str]:
    return [token.forms.script for token in ANALYZER.tokens(text)]


@pytest.mark.parametrize(
    "spellings",
    [
        "ўзбек oʻzbek o'zbek o‘zbek o’zbek o`zbek o´zbek oʼzbek özbek ózbek ōzbek O'ZBEK ÖZBEK ӯзбек",
        "шаҳар shahar şahar șahar ŞAHAR ШАҲАР",
        "чой choy çoy ÇOY",
        "тоғ togʻ tog' tog’ toğ toǵ toḡ TOGʻ",
        "сентябрь sentabr sentyabr",
        "бюджет budjet byudjet",
        "объект obyekt obekt ob'ekt",
        "Исҳоқ Isʼhoq Is'hoq Ishoq",
        "санъат sanʼat san'at sanat",
        "ер yer",
        "поезд poyezd",
        "ёш yosh yoş",
        "конституция konstitutsiya",
        "цирк sirk",
        "акция aksiya",
        "январь yanvar",
        "Изоҳ Izoh",
        "ichki ıchki",
        "İstanbul istanbul",
    ],
)
def test_the_spellings_of_one_word_have_one_key(spellings: str) -> None:
    assert len(set(keys(spellings))) == 1, dict(zip(spellings.split(), keys(spellings), strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [("oʻz", "oz"), ("ўн", "ун"), ("togʻ", "tog"), ("шар", "сар"), ("qor", "kor"), ("ҳол", "хол"), ("й", "и")],
)
def test_words_that_differ_in_a_letter_of_their_own_stay_apart(one: str, other: str) -> None:
    assert keys(one) != keys(other)


@pytest.mark.parametrize(
    ("mixed", "plain"),
    [
        ("тaмoжня", "таможня"),  # Latin a and o inside a Cyrillic word
        ("boʻлим".replace("л", "l").replace("и", "i"), "boʻlim"),
        ("b" + "о" + "'lim", "bo'lim"),  # Cyrillic о before the apostrophe
        ("shah" + "а" + "r", "shahar"),
    ],
)
def test_letters_of_the_other_script_inside_a_word_are_read_as_meant(mixed: str, plain: str) -> None:
    assert mixed != plain
    assert keys(mixed) == keys(plain)


def test_the_exact_form_keeps_script_and_marks() -> None:
    assert [token.forms.exact for token in ANALYZER.tokens("Ўзбек йил O‘zbek")] == ["ўзбек", "йил", "oʻzbek"]


def test_yo_written_as_ye_is_the_same_word_in_the_exact_form() -> None:
    one, other = ANALYZER.tokens("счёт счет")
    assert one.forms.exact == other.forms.exact


@pytest.mark.shared_data
def test_running_text_in_both_scripts_has_the_same_keys(shared_data: Path) -> None:
    met = words = 0
    for line in (shared_data / "language/uz_latn_cyrl_pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        _, latin, cyrillic = line.split("\t")
        left, right = keys(latin), keys(cyrillic)
        if len(left) == len(right):
            met += sum(one == other for one, other in zip(left, right, strict=True))
            words += len(left)
    assert words > 1500
    assert met == words


@pytest.mark.shared_data
def test_rules_alone_bring_nearly_all_listed_exceptions_together(shared_data: Path) -> None:
    rows = [
        line.rstrip().split("\t")
        for line in (shared_data / "language/fitrat/lat_cyr_exceptions.tsv")
        .read_text(encoding="utf-8")
        .splitlines()[2:]
    ]
    apart = [row for row in rows if len(row) == 2 and keys(row[0]) != keys(row[1])]
    assert len(apart) <= 0.012 * len(rows), apart
