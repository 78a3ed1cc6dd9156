"""The words of a page survive being packed, and damage is said."""

import pytest

from archive.extract.types import Word
from archive.extract.words import WordsUnreadable, pack, text_of, unpack

WORDS = (
    Word("Oʻzbekiston", 0.1, 0.2, 0.15, 0.02, 0, 96),
    Word("таможня", 0.3, 0.2, 0.1, 0.02, 0, 91),
    Word("şahar", 0.1, 0.25, 0.1, 0.02, 1, 12),
    Word("end.", 0.0, 1.0, 0.0, 0.0, 3, 100),
)


def test_words_come_back_with_boxes_to_a_ten_thousandth() -> None:
    table = unpack(pack(WORDS))
    for word, again in zip(WORDS, table.words(), strict=True):
        assert (word.text, word.line, word.confidence_pct) == (again.text, again.line, again.confidence_pct)
        assert (again.x, again.y, again.w, again.h) == pytest.approx((word.x, word.y, word.w, word.h), abs=1e-4)


def test_a_page_without_words_packs_too() -> None:
    assert len(unpack(pack(()))) == 0


def test_boxes_beyond_the_page_are_cut_to_it() -> None:
    table = unpack(pack((Word("a", -0.1, 1.2, 3.0, 0.5, 0, 140),)))
    assert (table.x[0], table.y[0], table.w[0], table.confidence_pct[0]) == (0, 1, 1, 100)


@pytest.mark.parametrize("damaged", [b"", b"FW2\0abc", b"FW1\0abc", pack(WORDS)[:-9], b"{}"])
def test_damaged_bytes_are_named_not_guessed(damaged: bytes) -> None:
    with pytest.raises(WordsUnreadable):
        unpack(damaged)


def test_text_is_rebuilt_with_lines_and_paragraphs() -> None:
    assert text_of(WORDS) == "Oʻzbekiston таможня\nşahar\n\nend."
