"""Texts become tokens whose places in the text are right."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import LONGEST_TOKEN, Analyzer, FieldForms

ANALYZER = Analyzer()


def raw(text: str) -> list[str]:
    return [token.raw for token in ANALYZER.tokens(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("№ 23-1732, 1978/45-б", ["23", "1732", "1978", "45", "б"]),
        ("qadr-qimmat; e-mail: a@b.uz", ["qadr", "qimmat", "e", "mail", "a", "b", "uz"]),
        ("“O‘zbekiston” — (tog‘)", ["O‘zbekiston", "tog‘"]),
        ("it's O'Brien's", ["it's", "O'Brien's"]),
        ("a ‘dog’ barks", ["a", "dog", "barks"]),
        ("C++ … « » -- ''", ["C"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_words_are_cut_at_signs_but_not_at_their_apostrophes(text: str, words: list[str]) -> None:
    assert raw(text) == words


def test_a_soft_hyphen_and_invisible_signs_do_not_part_a_word() -> None:
    (token,) = ANALYZER.tokens("cha\u00adqi\u200br")
    assert token.forms.exact == "chaqir"
    assert (token.start, token.end) == (0, 8)


def test_decomposed_letters_are_composed_and_keep_their_place() -> None:
    first, second = ANALYZER.tokens("и\u0306ил o\u0308zbek")
    assert first.forms.exact == "йил"
    assert second.forms.script == "oʻzbek"
    assert second.raw == "o\u0308zbek"


def test_a_word_broken_at_a_line_end_is_one_token_over_both_halves() -> None:
    text = "va qishlo-\nqda yashaydi"
    token = ANALYZER.tokens(text)[1]
    assert token.forms.exact == "qishloqda"
    assert text[token.start : token.end] == "qishlo-\nqda"
    assert "~qishloq" in token.forms.stems


def test_a_hyphen_of_the_words_own_at_a_line_end_still_finds_both_words() -> None:
    stems = set(ANALYZER.field("qadr-\nqimmat").stem.split())
    assert {"~qadr", "~qimmat"} <= stems
    assert raw("Buxoro-\nToshkent") == ["Buxoro", "Toshkent"]


def test_both_halves_of_a_broken_word_keep_their_index_on_the_page() -> None:
    tokens = ANALYZER.word_tokens(["Davlat", "boj-", "xona", "qo'mitasi"], [0, 0, 1, 1])
    assert [(token.first, token.last, token.forms.exact) for token in tokens] == [
        (0, 0, "davlat"), (1, 2, "bojxona"), (3, 3, "qoʻmitasi"),
    ]  # fmt: skip


def test_a_word_broken_twice_is_one_word() -> None:
    (token,) = ANALYZER.word_tokens(["kon-", "sti-", "tutsiya"], [0, 1, 2])
    assert (token.first, token.last, token.forms.exact) == (0, 2, "konstitutsiya")


def test_a_page_gives_the_same_forms_as_its_text() -> None:
    lines = ["Ўзбекистон бож-", "хона тарихи", "1924-1938"]
    words = [(word, number) for number, line in enumerate(lines) for word in line.split()]
    of_words = ANALYZER.field_of_words([word for word, _ in words], [line for _, line in words])
    of_text = ANALYZER.field("\n".join(lines))
    assert of_words.exact.split() == of_text.exact.split()
    assert of_words.script.split() == of_text.script.split()
    assert sorted(of_words.stem.split()) == sorted(of_text.stem.split())


def test_russian_and_english_forms_share_a_stem() -> None:
    def stems(text: str) -> list[set[str]]:
        return [set(token.forms.stems) for token in ANALYZER.tokens(text)]

    assert set.intersection(*stems("таможня таможней таможни таможню"))
    assert set.intersection(*stems("customs custom"))
    assert set.intersection(*stems("officers officer officer's"))


@pytest.mark.parametrize(
    "forms", ["yurak yuragim yurakni", "юрак юрагим юракни", "qishloq qishlogʻi қишлоғи", "bojxona божхонанинг"]
)
def test_uzbek_forms_share_a_stem_across_scripts(forms: str) -> None:
    assert len({token.forms.stems[-1] for token in ANALYZER.tokens(forms)}) == 1


def test_a_language_told_leaves_only_its_stems() -> None:
    assert ANALYZER.field("китоб", ["uz-Cyrl"]).stem == "~kitob"
    assert ANALYZER.field("китоб", ["ru"]).stem == "китоб"
    assert ANALYZER.field("китоб").stem == "китоб ~kitob"


def test_a_language_that_the_letters_contradict_is_not_believed() -> None:
    assert ANALYZER.field("ўзбек", ["ru"]).stem == "~oʻzbek"


def test_an_uzbek_stem_never_meets_an_english_word() -> None:
    panda, pan = ANALYZER.tokens("panda pan")
    assert not set(panda.forms.stems) & {"pan"}
    assert "pan" in pan.forms.stems


def test_a_long_token_is_cut() -> None:
    forms = ANALYZER.field("x" * 500)
    assert len(forms.exact) == len(forms.script) == LONGEST_TOKEN


def test_identifiers_are_found_by_part_and_whole() -> None:
    tokens = ANALYZER.identifiers(["23-1732", "1978/45-б"]).exact.split()
    assert {"23", "1732", "231732", "1978", "45", "197845б"} <= set(tokens)


def test_values_of_one_field_are_kept_apart() -> None:
    joined = FieldForms.join([ANALYZER.field("oltin yoʻl"), ANALYZER.field("bojxona")])
    assert joined.exact == "oltin yoʻl ¦ bojxona"


@given(st.text(max_size=200))
def test_any_text_gives_tokens_that_lie_in_order_within_it(text: str) -> None:
    end = 0
    for token in ANALYZER.tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.raw == text[token.start : token.end]
        end = token.end


@given(st.text(max_size=200))
def test_any_text_gives_forms_that_only_a_plain_blank_parts(text: str) -> None:
    fields = ANALYZER.field(text)
    for form in (fields.exact, fields.script, fields.stem):
        for token in form.split(" "):
            assert len(token) <= LONGEST_TOKEN
            assert token.split() == ([token] if token else [])
    assert len(fields.exact.split()) == len(fields.script.split()) == len(ANALYZER.tokens(text))


def test_the_memory_for_words_is_bounded_and_forgetting_changes_nothing() -> None:
    small = Analyzer(cached_chunks=3)
    text = "bir ikki uch toʻrt besh olti yetti"
    assert small.field(text) == small.field(text) == ANALYZER.field(text)


def test_threads_share_an_analyzer() -> None:
    shared, expected = Analyzer(), Analyzer().field("таможенная служба customs officers " * 50)
    found: list[FieldForms] = []

    def work() -> None:
        for number in range(100):
            shared.field(f"слова{number} words{number}")
        found.append(shared.field("таможенная служба customs officers " * 50))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


@pytest.mark.parametrize(
    "forms",
    [
        "опись описи описью описей",
        "рукопись рукописи рукописью",
        "купец купца купцы купцам",
        "владелец владельца владельцы",
        "кузнец кузнеца кузнецы",
        "список списка списки спискам",
        "ковёр ковра ковры",
        "child children",
        "woman women",
    ],
)
def test_forms_in_which_a_vowel_comes_or_goes_are_one_word(forms: str) -> None:
    stems = {Analyzer().tokens(form)[0].forms.stems[0] for form in forms.split()}
    assert len(stems) == 1, stems
