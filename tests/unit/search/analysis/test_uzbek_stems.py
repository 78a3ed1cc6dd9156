"""Forms of an Uzbek word meet, in every spelling, and words that are none of its forms stay apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.stems import checked_pairs, fallen_together, key, lemma_pairs, missed
from catalog.vocabulary.spelling import CYRILLIC, LATIN_2026, spell
from search.analysis import Analyzer
from search.analysis.uzbek.endings import endings
from search.analysis.uzbek.stemmer import ROOTS, UzbekStemmer, harden, read_roots, uzbek_stemmer

ANALYZER = Analyzer()


def stem(word: str) -> str:
    [token] = ANALYZER.tokens(word, ("uz",))
    return token.forms.stems[-1]


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("yurak", "yuragi yuragim yuraklar yuragingizdan yurakka"),
        ("qishloq", "qishlogʻi qishlogʻimizda qishloqqa qishloqlarga"),
        ("oʻrtoq", "oʻrtogʻimga oʻrtogʻining oʻrtoqlar"),
        ("shahar", "shahri shahrida shahridagi shahrimizning shaharlar shaharda shahardan"),
        ("ogʻiz", "ogʻzi ogʻzidan ogʻizlar"),
        ("singil", "singlisi singlim singlimga singillar"),
        ("burun", "burni burnidan"),
        ("koʻngil", "koʻngli koʻnglimni"),
        ("oʻgʻil", "oʻgʻli oʻgʻlining oʻgʻillari"),
        ("oʻrin", "oʻrni oʻrnida"),
        ("kitob", "kitobi kitoblarimizdan kitobdagi kitobsiz kitobni kitobga"),
        ("vatan", "vatani vatanga vatanimizning"),
        ("film", "filmi filmida filmlar filmni"),
        ("bojxona", "bojxonasi bojxonaning bojxonachilar bojxonalarda bojxonadan"),
        ("uy", "uyi uylarimizga uyga uyda uydan"),
        ("qil", "qilib qildi qilgan qilmaydi qilinganini qilyapti qilmoqda qilish qilishdan qilmagan qilamiz"),
        ("boshla", "boshlandi boshlagan boshlanishi boshlab boshlaydi boshlanganidan"),
        ("oʻt", "oʻtib oʻtdi oʻtgan oʻtkazilgan oʻtmaydi"),
        ("ek", "ekkan ekdi"),
        ("chiq", "chiqqan chiqdi chiqarilgan"),
        ("de", "dedi deydi degan deyishdan desa"),
        ("u", "uni uning undan ularning ulardan"),
        ("Samarqand", "Samarqandda Samarqanddagi Samarqandning Samarqandga"),
        ("Karimov", "Karimovning Karimovga Karimovdan"),
    ],
)
@pytest.mark.parametrize("variant", ["1995", CYRILLIC, LATIN_2026])
def test_the_forms_of_a_word_meet_it(word: str, forms: str, variant: str) -> None:
    spelled = [each if variant == "1995" else spell(each, variant) for each in (word, *forms.split())]
    stems = {form: stem(form) for form in spelled}
    assert len(set(stems.values())) == 1, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vatan", "vata"), ("film", "fil"), ("dengiz", "de"), ("boshqa", "bosh"), ("kishi", "kish"),
        ("shahar", "shahid"), ("tarix", "tarif"), ("bozor", "boz"), ("odam", "oda"), ("tuman", "tumar"),
        ("qoʻl", "qol"), ("oʻt", "ot"), ("tugʻ", "tuq"), ("olma", "ol"), ("karvon", "karvonsaroy"),
    ],
)  # fmt: skip
def test_words_that_are_no_forms_of_each_other_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_stem_is_its_own_stem() -> None:
    stemmer = uzbek_stemmer()
    for word in ("kitoblarimizdan", "boshlanganidan", "yuragim", "shahrida", "Karimovning".lower(), "otilgan"):
        once = stemmer.stem(word)
        assert stemmer.stem(once) == once


@pytest.mark.parametrize(
    "word", ["", "o", "oʻ", "ʻ", "gʻ", "lar", "larlarlar", "i" * 64, "ning" * 16, "ngʻ", "la", "xx"]
)
def test_no_word_breaks_the_stemmer(word: str) -> None:
    stemmed = uzbek_stemmer().stem(word)
    assert len(stemmed) <= len(word) + 1
    assert bool(stemmed) == bool(word)


def test_unknown_words_lose_endings_by_rule_alone() -> None:
    stemmer = UzbekStemmer((), ())
    assert {stemmer.stem(form) for form in ("zargarlik", "zargarligi", "zargarlikdan")} == {"zargarlik"}
    assert stemmer.stem("nodirovlarning") == "nodirov"


def test_a_vowel_opens_k_and_q_only_in_words_of_two_syllables() -> None:
    assert [harden(word) for word in ("yurag", "qishlogʻ", "togʻ", "bog", "ming", "tong")] == [
        "yurak", "qishloq", "togʻ", "bog", "ming", "tong",
    ]  # fmt: skip


def test_roots_are_keys_that_stand_once() -> None:
    nouns, verbs = read_roots(ROOTS.read_text(encoding="utf-8"))
    assert len(nouns) > 5000
    assert len(verbs) > 1000
    for roots in (nouns, verbs):
        assert len(set(roots)) == len(roots)
        assert all(key(root) == root for root in roots[::50])


def test_endings_never_begin_with_the_y_that_the_key_drops() -> None:
    assert not [ending for ending in endings() if " " in ending or "yaa" in ending]
    assert {"laridan", "maganligi", "apti", "yapti"} <= set(endings())


@pytest.mark.shared_data
def test_more_than_nine_of_ten_affixed_words_meet_their_stem_in_every_alphabet(shared_data: Path) -> None:
    pairs = [pair for pair in checked_pairs(shared_data / "language") if key(pair[0]) != key(pair[1])]
    for spelled in (str, lambda word: spell(word, CYRILLIC), lambda word: spell(word, LATIN_2026)):
        assert len(missed(pairs, spelled)) < 0.09 * len(pairs)


@pytest.mark.shared_data
def test_words_of_a_treebank_meet_their_lemmas(shared_data: Path) -> None:
    pairs = lemma_pairs(shared_data / "language")
    assert len(missed(pairs)) < 0.07 * len(pairs)


@pytest.mark.shared_data
def test_stems_that_differ_hardly_fall_together(shared_data: Path) -> None:
    stems = {stem for _word, stem in checked_pairs(shared_data / "language")}
    groups = fallen_together(stems)
    assert sum(map(len, groups)) < 0.12 * len(stems)
