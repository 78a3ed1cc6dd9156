"""A person corrects the words of a page: what changes, and what stays where it is."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from archive.extract.correction import (
    AddWord,
    CorrectionRefused,
    JoinWords,
    RemoveWord,
    SetWord,
    WholeText,
    applied,
    compared,
    counts_of,
    realigned,
    tongue_of,
)
from archive.extract.types import Word
from archive.extract.words import pack, text_of, turned, unpack


def page(text: str) -> tuple[Word, ...]:
    """Return a page on which every letter is 0.01 wide and every line 0.03 below the last."""
    words = []
    for line, written in enumerate(text.split("\n")):
        x = 0.1
        for word in written.split():
            words.append(Word(word, x, 0.1 + 0.03 * line, 0.01 * len(word), 0.02, line, 70))
            x += 0.01 * (len(word) + 1)
    return tuple(words)


def texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def box(word: Word) -> tuple[float, float, float, float]:
    return word.x, word.y, word.w, word.h


PAGE = page("yil davomida ikki\nming vagon oʻtdi")


def test_a_corrected_word_keeps_its_box_and_is_sure() -> None:
    words = applied(PAGE, SetWord(1, "davomnda"))
    assert texts(words) == ["yil", "davomnda", "ikki", "ming", "vagon", "oʻtdi"]
    assert box(words[1]) == box(PAGE[1])
    assert (words[1].confidence_pct, words[0].confidence_pct) == (100, 70)


def test_a_space_splits_a_word_and_the_parts_share_its_box_by_their_letters() -> None:
    first, second = applied(page("ikkiming"), SetWord(0, "ikki ming"))
    assert (first.text, second.text) == ("ikki", "ming")
    assert first.x == pytest.approx(0.1)
    assert second.x + second.w == pytest.approx(0.18)
    assert first.w == pytest.approx(second.w)
    assert first.x + first.w < second.x


def test_words_are_joined_on_a_line_and_over_its_end() -> None:
    (joined,) = applied(page("ikki ming"), JoinWords(0))
    assert joined.text == "ikkiming"
    assert (joined.x, joined.x + joined.w) == pytest.approx((0.1, 0.19))
    over = applied(page("davo-\nmida yoz"), JoinWords(0))
    assert texts(over) == ["davomida", "yoz"]
    assert over[0].line == 0


def test_a_removed_word_is_gone_and_the_others_stay() -> None:
    assert applied(PAGE, RemoveWord(2)) == (*PAGE[:2], *PAGE[3:])


def test_a_word_drawn_into_a_line_is_read_at_its_place() -> None:
    words = applied(page("yil            ikki"), AddWord("davomida", 0.135, 0.1, 0.01, 0.02))
    assert texts(words) == ["yil", "davomida", "ikki"]
    assert {word.line for word in words} == {0}


def test_a_word_drawn_between_lines_becomes_a_line_of_its_own() -> None:
    gap = (*page("yil"), Word("oʻtdi", 0.1, 0.2, 0.05, 0.02, 1, 70))
    words = applied(gap, AddWord("davomida", 0.1, 0.15, 0.08, 0.02))
    assert text_of(words) == "yil\ndavomida\noʻtdi"
    assert texts(applied(gap, AddWord("bosh", 0.1, 0.01, 0.08, 0.02)))[0] == "bosh"
    assert text_of(applied((), AddWord("yolgʻiz", 0.5, 0.5, 0.1, 0.1))) == "yolgʻiz"


def test_a_new_line_keeps_the_paragraph_that_follows_it() -> None:
    parted = (Word("yil", 0.1, 0.1, 0.03, 0.02, 0, 70), Word("oʻtdi", 0.1, 0.3, 0.05, 0.02, 2, 70))
    assert text_of(applied(parted, AddWord("keyin", 0.1, 0.15, 0.05, 0.02))) == "yil\nkeyin\n\noʻtdi"


def test_a_word_of_the_other_column_is_not_taken_into_the_line() -> None:
    columns = (Word("chap", 0.1, 0.1, 0.3, 0.02, 0, 70), Word("oʻng", 0.6, 0.1, 0.3, 0.02, 2, 70))
    words = applied(columns, AddWord("soʻz", 0.91, 0.1, 0.05, 0.02))
    assert [(word.text, word.line) for word in words] == [("chap", 0), ("oʻng", 2), ("soʻz", 2)]


@pytest.mark.parametrize(
    "edit",
    [
        SetWord(9, "x"),
        SetWord(0, " \u200b "),
        SetWord(0, "x" * 500),
        JoinWords(5),
        RemoveWord(-1),
        AddWord("x", 1, 1, 0, 0),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(edit: SetWord) -> None:
    with pytest.raises(CorrectionRefused) as refusal:
        applied(PAGE, edit)
    assert str(refusal.value).endswith(".")


def test_text_saved_unchanged_changes_nothing() -> None:
    assert realigned(PAGE, WholeText(text_of(PAGE))) == PAGE


def test_unchanged_words_keep_their_boxes_when_others_change() -> None:
    words = realigned(PAGE, WholeText("yil davomida ikki\nming yuk vagoni oʻtdi"))
    kept = {word.text: box(word) for word in words}
    for word in PAGE:
        if word.text != "vagon":
            assert kept[word.text] == box(word), word.text
    left, right = words[4], words[5]
    assert (left.text, right.text) == ("yuk", "vagoni")
    assert left.x == pytest.approx(PAGE[4].x)
    assert right.x + right.w == pytest.approx(PAGE[4].x + PAGE[4].w)
    assert right.w == pytest.approx(2 * left.w)


def test_a_word_put_in_takes_free_space_between_its_neighbors() -> None:
    wide = (Word("yil", 0.1, 0.1, 0.03, 0.02, 0, 70), Word("ikki", 0.6, 0.1, 0.04, 0.02, 0, 70))
    words = realigned(wide, WholeText("yil davomida ikki"))
    assert 0.13 < words[1].x < words[1].x + words[1].w < 0.6
    assert words[1].w == pytest.approx(0.08, rel=0.3)
    assert words[1].y == 0.1


def test_a_line_put_in_stands_between_its_neighbors() -> None:
    words = realigned(PAGE, WholeText("yil davomida ikki\nyangi qator\nming vagon oʻtdi"))
    new = [word for word in words if word.text in {"yangi", "qator"}]
    assert all(0.12 <= word.y <= 0.13 for word in new)
    assert [word.line for word in words] == [0, 0, 0, 1, 1, 2, 2, 2]


def test_lines_and_paragraphs_follow_the_text() -> None:
    text = "yil davomida\n\nikki ming\nvagon oʻtdi"
    words = realigned(PAGE, WholeText("\n\n" + text.replace("\n\n", "\n \n\n") + "\n\n"))
    assert text_of(words) == text
    assert [box(word) for word in words] == [box(word) for word in PAGE]


def test_an_empty_page_can_be_written_and_a_written_one_emptied() -> None:
    words = realigned((), WholeText("Birinchi qator\nikkinchi"))
    assert text_of(words) == "Birinchi qator\nikkinchi"
    assert words[0].y < words[2].y
    assert realigned(PAGE, WholeText("  \n ")) == ()


def test_whatever_is_written_every_box_lies_on_the_page() -> None:
    rng = random.Random(5)
    for _ in range(300):
        old = page(
            "\n".join(" ".join("abcdefgh"[: rng.randint(1, 8)] for _ in range(rng.randint(0, 9))) for _ in range(6))
        )
        lines = [[word for word in line.split() if rng.random() > 0.3] for line in text_of(old).split("\n")]
        for line in lines:
            for _new in range(rng.randint(0, 3)):
                line.insert(rng.randint(0, len(line)), rng.choice(["ў", "янги", "uzunroqsoʻz"]))
        rng.shuffle(lines)
        text = "\n".join(" ".join(line) for line in lines if line)
        words = realigned(old, WholeText(text))
        assert text_of(words) == text
        for word in words:
            assert 0 <= word.x < word.x + word.w <= 1 + 1e-9
            assert 0 <= word.y < word.y + word.h <= 1 + 1e-9


def test_a_text_beyond_measure_is_refused() -> None:
    with pytest.raises(CorrectionRefused, match="20000 words"):
        realigned(PAGE, WholeText("a " * 20_001))
    with pytest.raises(CorrectionRefused, match="letters"):
        realigned(PAGE, WholeText("a" * 500_000))


def test_two_states_are_compared_word_by_word() -> None:
    old, new = unpack(pack(PAGE)), unpack(pack(applied(PAGE, SetWord(4, "poyezd"))))
    pieces = compared(old, new)
    assert [(piece.before, piece.after) for piece in pieces if piece.is_changed] == [("vagon", "poyezd")]
    assert pieces[0].after == "yil davomida ikki\nming"
    assert counts_of(old.texts, new.texts) == (1, 1)


def test_the_language_follows_the_corrected_text() -> None:
    words = page("йил давомида темир йўл орқали икки минг қирқ вагон ўтди")
    tongue = tongue_of(words, text_of(words))
    assert (tongue.languages[0], tongue.script) == ("uz-Cyrl", "Cyrl")


def test_words_turn_with_their_page() -> None:
    (word,) = turned([Word("a", 0.1, 0.2, 0.3, 0.05, 0, 90)], 90)
    assert box(word) == pytest.approx((0.75, 0.1, 0.05, 0.3))
    (back,) = turned([word], 270)
    assert box(back) == pytest.approx((0.1, 0.2, 0.3, 0.05))
