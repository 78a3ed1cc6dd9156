"""A look at the first letter never hides a word that an analysis would have found."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.environment import PROJECT_DIR
from search.analysis.beginnings import BEGINNINGS, first_letter
from search.analysis.forms import chunk_tokens

OWN_TEXTS = sorted((PROJECT_DIR / "pages" / "demo" / "content" / "texts").glob("*.txt"))
HARD_TEXT = (
    "Европа еҳтиёт яхши ёш юз этик цирк щётка шаҳар чой ўзбек ғалаба қалам ҳаво йил ъ ь ы OʻZBEK o'zbek g‘alaba "
    "shahar şahar ŞAHAR çoy öz ğoz ózbek ǵalaba ōz ḡalaba yevropa yetti yoʻl yulduz choy tsirk sirk e-mail «bojxona», "
    "(тамга) ISHOQ Isʼhoq maʼno l'amour don't co-operation 23-1732 №5 сAмAрқанд тaмга"
)
HARD = HARD_TEXT.split()


def lost(chunk: str) -> list[str]:
    """Return the forms of a chunk that the look at its first letter would have hidden."""
    forms = [
        text for token in chunk_tokens(chunk) for text in (token.forms.exact, token.forms.script, *token.forms.stems)
    ]
    return [form for form in forms if form and not BEGINNINGS.may_begin(chunk, frozenset([first_letter(form)]))]


def passed_over(chunk: str) -> list[str]:
    """Return the forms of a word of letters alone that its first letter would have ruled out."""
    forms = [
        text for token in chunk_tokens(chunk) for text in (token.forms.exact, token.forms.script, *token.forms.stems)
    ]
    return [
        form
        for form in forms
        if form and chunk.isalpha() and chunk[:1] in BEGINNINGS.passed_over(frozenset([first_letter(form)]))
    ]


def test_no_form_of_the_hard_words_is_hidden() -> None:
    assert {chunk: forms for chunk in HARD if (forms := lost(chunk))} == {}


def test_no_form_of_any_word_of_the_demonstration_is_hidden() -> None:
    words = {word for path in OWN_TEXTS for word in path.read_text(encoding="utf-8").split()}
    assert len(words) > 1000
    assert {word: forms for word in words if (forms := lost(word))} == {}
    assert {word: forms for word in words if (forms := passed_over(word))} == {}


def test_a_word_that_mixes_alphabets_is_not_passed_over_for_what_it_is_meant_to_be() -> None:
    text = "сAмAрқанд тaмга cалом бoжxона xабар Xабар pасм Расm kитоб mактаб hукм eркин öзбек yстав"
    assert {word: forms for word in text.split() if (forms := passed_over(word))} == {}


@pytest.mark.shared_data
def test_no_form_of_any_word_of_the_labelled_sentences_is_hidden(shared_data: Path) -> None:
    text = (shared_data / "language" / "fitrat" / "language_detector_valid.txt").read_text(encoding="utf-8")
    words = set(text.split())
    assert {word: forms for word in words if (forms := lost(word))} == {}


def test_most_words_that_begin_otherwise_are_told_by_their_first_letter() -> None:
    words = [word for path in OWN_TEXTS for word in path.read_text(encoding="utf-8").split()]
    kept = sum(BEGINNINGS.may_begin(word, frozenset("t")) for word in words)
    assert kept < len(words) / 3
