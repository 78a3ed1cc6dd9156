"""A query is found in the words of a page just as the engine found the page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from search.analysis import Analyzer, Form
from search.matching import Matcher, Segment, WordSpan, hit_boxes, marked, text_snippets, word_snippets
from search.query import Expansion, Spelling, expand, read
from search.query.tree import Fuzzy, Phrase, Term

ANALYZER = Analyzer()
PAGE = """Ўзбекистон божхона хизмати тарихи бўйича ҳужжатлар.
Божхоначилар чегара қишло-
ғида хизмат қилган. «Oltin yo‘l» bojxonasi
23-1732 sonli buyruq — таможенная служба Customs officers'"""


def matcher(query: str, spelling: Spelling = Spelling.EVERY, **weights: float) -> Matcher:
    syntax = read(query, ANALYZER, spelling=spelling).syntax
    return Matcher(expand(syntax, Expansion(ANALYZER, weights or {"text": 1.0}, spelling)), ANALYZER)


def page(text: str = PAGE) -> Any:
    """Return words in columns: a word is 0.08 wide, a line 0.05 high, lines 0.1 apart."""
    words = [
        (word, row, column) for row, line in enumerate(text.split("\n")) for column, word in enumerate(line.split())
    ]
    return SimpleNamespace(
        texts=[word for word, _, _ in words],
        line=[row for _, row, _ in words],
        x=[column * 0.1 for _, _, column in words],
        y=[row * 0.1 for _, row, _ in words],
        w=[0.08] * len(words),
        h=[0.05] * len(words),
    )


def hits(query: str, text: str = PAGE, spelling: Spelling = Spelling.EVERY) -> list[str]:
    words = page(text)
    spans = matcher(query, spelling).words(words.texts, words.line)
    return [" ".join(words.texts[span.first : span.last + 1]) for span in spans]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bojxona", ["божхона", "Божхоначилар", "bojxonasi"]),
        ("божхона", ["божхона", "Божхоначилар", "bojxonasi"]),
        ("oltin", ["«Oltin"]),
        ("o'zbekiston", ["Ўзбекистон"]),
        ("özbekiston", ["Ўзбекистон"]),
        ("таможенной", ["таможенная"]),
        ("officer", ["officers'"]),
        ("qishlog'ida", ["қишло- ғида"]),
        ("qishloq", ["қишло- ғида"]),
        ('"oltin yo‘l bojxonasi"', ["«Oltin yo‘l» bojxonasi"]),
        ('"bojxona xizmati tarixi"', ["божхона хизмати тарихи"]),
        ('"hujjatlar bojxonachilar chegara"', ["ҳужжатлар. Божхоначилар чегара"]),
        ('"buyruq таможенная"', ["buyruq — таможенная"]),
        ('"chegara qishlogʻida xizmat"', ["чегара қишло- ғида хизмат"]),
        ('"tarixi bojxona"', []),
        ("23-1732", ["23-1732"]),
        ("1732", ["23-1732"]),
        ("бож*", ["божхона", "Божхоначилар", "bojxonasi"]),
        ("custom* -bojxona", ["Customs"]),
        ("bojxona OR xizmat", ["божхона", "хизмати", "Божхоначилар", "хизмат", "bojxonasi"]),
        ("-bojxona", []),
        ("year:1924", []),
        ("", []),
    ],
)
def test_hits_on_a_page(query: str, expected: list[str]) -> None:
    assert hits(query) == expected


def test_exactly_as_typed_hits_no_other_spelling_or_form() -> None:
    assert hits("божхона", spelling=Spelling.EXACT) == ["божхона"]
    assert hits('"oltin yoʻl"', spelling=Spelling.EXACT) == ["«Oltin yo‘l»"]
    assert hits("bojxona", spelling=Spelling.EXACT) == []


def test_a_word_limited_to_another_field_is_not_marked_in_the_text() -> None:
    words = page()
    assert matcher("title:bojxona", title=3.0, text=1.0).words(words.texts, words.line) == []


def test_fuzzy_words_and_near_words_are_found_as_the_engine_finds_them() -> None:
    def found(*nodes: Any) -> list[int]:
        return [
            span.first
            for node in nodes
            for span in Matcher(node, ANALYZER).words(["golden", "raod", "to", "the", "sea"])
        ]

    assert found(Fuzzy("text", Form.EXACT, "road", 1)) == [1]
    assert found(Fuzzy("text", Form.EXACT, "see", 1)) == [4]
    assert found(Fuzzy("text", Form.EXACT, "road", 0)) == []
    assert found(Phrase("text", Form.EXACT, ("golden", "sea"), slop=3)) == [0, 4]
    assert found(Phrase("text", Form.EXACT, ("golden", "sea"), slop=2)) == []
    assert found(Phrase("text", Form.EXACT, ("sea", "golden"), slop=5)) == [0, 4]


def test_words_near_each_other_are_marked_alone_and_neighbors_together() -> None:
    words = ["golden", "x", "road", "sea", "x", "x", "x", "x", "golden"]

    def marked(*phrase: str, slop: int) -> list[WordSpan]:
        return Matcher(Phrase("text", Form.EXACT, phrase, slop), ANALYZER).words(words)

    assert marked("golden", "road", slop=1) == [WordSpan(0, 0), WordSpan(2, 2)]
    assert marked("sea", "road", slop=2) == [WordSpan(2, 3)]
    assert marked("golden", "sea", slop=1) == []


def test_a_repeated_word_of_a_phrase_must_stand_twice() -> None:
    phrase = Matcher(Phrase("text", Form.EXACT, ("new", "new", "york")), ANALYZER)
    assert phrase.words(["new", "york", "new", "new", "york"]) == [WordSpan(2, 4)]


def test_a_hit_inside_a_phrase_hit_is_one_hit() -> None:
    assert hits('"bojxona xizmati" bojxona')[:2] == ["божхона хизмати", "Божхоначилар"]


def test_every_word_of_a_phrase_is_boxed_and_each_line_has_its_own_box() -> None:
    words = page()
    boxes = hit_boxes(words, matcher('"hujjatlar bojxonachilar chegara"').words(words.texts, words.line))
    assert [(round(box.x, 3), round(box.y, 3), round(box.w, 3), round(box.h, 3), box.hit) for box in boxes] == [
        (0.5, 0.0, 0.077, 0.05, 0),
        (0.0, 0.1, 0.18, 0.05, 0),
    ]


def test_both_halves_of_a_broken_word_are_boxed_as_one_hit() -> None:
    words = page()
    boxes = hit_boxes(words, matcher("qishlogʻida").words(words.texts, words.line))
    assert [(round(box.x, 3), round(box.y, 3), box.hit) for box in boxes] == [(0.2, 0.1, 0), (0.0, 0.2, 0)]


def test_a_passage_shows_hits_marked_among_the_words_around_them() -> None:
    text = " ".join([f"a{n}" for n in range(50)] + ["божхона", "x", "хизмати"] + [f"b{n}" for n in range(50)])
    words = page(text)
    (snippet,) = word_snippets(words.texts, matcher("bojxona xizmat").words(words.texts), around=4)
    shown = snippet.text.split()
    start = words.texts.index(shown[0])
    assert words.texts[start : start + len(shown)] == shown
    assert 8 <= len(shown) <= 14
    assert [segment.text for segment in snippet.segments if segment.is_hit] == ["божхона", "хизмати"]
    assert snippet.is_cut_before
    assert snippet.is_cut_after


def test_passages_with_most_hits_come_first_in_reading_order() -> None:
    text = " ".join(["hit", *["x"] * 60, "hit hit hit", *["y"] * 60, "hit hit"])
    words = page(text)
    snippets = word_snippets(words.texts, matcher("hit").words(words.texts), around=5)
    assert [sum(segment.is_hit for segment in snippet.segments) for snippet in snippets] == [3, 2]


def test_passages_hold_every_hit_once_and_never_overlap() -> None:
    words = ["w0", "hit", "w2", "w3", "hit", "w5", "w6", "w7", "w8", "hit"]
    for around in range(1, 12):
        snippets = word_snippets(words, matcher("hit").words(words), around=around, limit=3)
        assert sum(segment.is_hit for snippet in snippets for segment in snippet.segments) == 3
        shown = [word for snippet in snippets for word in snippet.text.split() if word != "hit"]
        assert shown == sorted(set(shown))


def test_no_hits_give_no_passage() -> None:
    assert word_snippets(["a"], []) == []
    assert text_snippets("a", []) == []


def test_a_plain_text_is_cut_between_words() -> None:
    text = "Тарихий ҳужжатлар орасида божхона хизмати ҳақида узоқ ва қизиқарли маълумотлар бор"
    (snippet,) = text_snippets(text, matcher("bojxona").text(text), around=15)
    assert "божхона" in snippet.text
    assert all(word in text.split() for word in snippet.text.split())
    assert snippet.text in text


def test_a_title_is_marked_whole() -> None:
    title = "Божхона тарихи: bojxona"
    assert marked(title, matcher("bojxona").text(title)) == (
        Segment("Божхона", True), Segment(" тарихи: ", False), Segment("bojxona", True),
    )  # fmt: skip
    assert "".join(segment.text for segment in marked(title, [])) == title


def test_a_phrase_in_a_plain_text_is_one_hit() -> None:
    spans = matcher('"oltin yoʻl"').text("Bu «Oltin yo‘l» edi")
    assert [(span.start, span.end) for span in spans] == [(4, 14)]


def test_an_empty_page_and_an_empty_query_give_nothing() -> None:
    assert matcher("bojxona").words([]) == []
    assert matcher("").is_empty
    assert Matcher(Term("title", Form.EXACT, "a"), ANALYZER).is_empty
