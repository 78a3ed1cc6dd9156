"""What was typed with the wrong keyboard layout is read as the keys that were pressed."""

import pytest

from search.mending.keyboard import in_other_layouts


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nfvj;yz", "таможня"),
        ("Nfvj;yz", "Таможня"),
        (",j;[jyf", "божхона"),
        ("op,tr", "ўзбек"),
        ("ищочщтф", "bojxona"),
        ("ИЩОЧЩТФ", "BOJXONA"),
        ("щэяиулр", "o'zbekh"),
        ("ўэяиук", "o'zber"),
        ("щзбек", "ўзбек"),
        ("rbhbi", "кириш"),
    ],
)
def test_a_word_of_the_wrong_layout_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert (meant,) in in_other_layouts((typed,))


def test_all_words_are_read_by_the_same_layout() -> None:
    assert ("архив", "таможни") in in_other_layouts(("fh[bd", "nfvj;yb"))


def test_a_word_that_no_layout_changes_has_no_other_reading() -> None:
    assert in_other_layouts(("1924",)) == []
    assert in_other_layouts(("таможня", "1924")) == []


@pytest.mark.parametrize("words", [("щ",), ("a",), ("ab", "в")])
def test_a_letter_or_two_may_be_anything(words: tuple[str, ...]) -> None:
    assert in_other_layouts(words) == []


def test_what_holds_no_letters_is_no_reading() -> None:
    assert all(word != "'" for (word,) in in_other_layouts(("э",)))
