"""Tell with which letters the forms of a word may begin, from the first letter of the word as it stands.

Most words of a page cannot match a query because they begin otherwise, and a look at one letter is a hundred times
cheaper than an analysis. Nothing is stated here about spellings: what a letter may become is found by analyzing that
letter before every letter of its alphabet, once in the life of a process.
"""

from __future__ import annotations

import re

from search.analysis.forms import chunk_tokens
from search.analysis.spelling import twins
from search.analysis.stems import UZBEK_MARK

_LATIN = "abcdefghijklmnopqrstuvwxyzçşöğóǵōḡ"
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳ"
_APOSTROPHES = "'ʻʼ‘’`´"
_LATIN_LETTERS, _CYRILLIC_LETTERS = _LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper()
# One word in one alphabet; of apostrophes only those of oʻ and gʻ, which never part a word in two.
_PLAIN = re.compile(
    rf"[\W_]*(?:(?=(?P<latin>[{_LATIN_LETTERS}]))(?:[oOgG][{_APOSTROPHES}](?=[{_LATIN_LETTERS}])|[{_LATIN_LETTERS}])+"
    rf"|(?P<cyrillic>[{_CYRILLIC_LETTERS}])[{_CYRILLIC_LETTERS}]*)[\W_]*"
)
_ANY: frozenset[str] = frozenset()
_MOST_REMEMBERED = 200_000


class Beginnings(dict[str, "frozenset[str] | None"]):
    """First letters of the forms of chunks; None for a chunk whose forms may begin with any letter.

    Chunks come back from page to page and from query to query, so each is looked at once; a full store is emptied.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, frozenset[str]] = {}

    def __missing__(self, chunk: str) -> frozenset[str] | None:
        found = self._found(chunk)
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[chunk] = found
        return found

    def passed_over(self, wanted: frozenset[str]) -> frozenset[str]:
        """Return the letters, small and capital, none of which opens a word with a form that begins as wanted.

        Holds for every word of letters alone, whichever alphabets it mixes: a letter that has a twin in the other
        alphabet is passed over only where its twin is as well.
        """
        letters = frozenset(each for each in _LATIN + _CYRILLIC if not self.may_begin(each, wanted))
        sure = [each for each in letters if all(twin in letters for twin in twins(each))]
        return frozenset([*sure, *(each.upper() for each in sure)])

    def may_begin(self, chunk: str, wanted: frozenset[str]) -> bool:
        """Say whether a form of the chunk may begin with one of the letters wanted; in doubt it may."""
        found = self[chunk]
        return found is None or not found.isdisjoint(wanted)

    def _found(self, chunk: str) -> frozenset[str] | None:
        plain = _PLAIN.fullmatch(chunk)
        if plain is None:
            return None
        latin = plain["latin"]
        letter = (latin or plain["cyrillic"]).casefold()
        found = self._known.get(letter)
        if found is None:
            found = self._known[letter] = _first_letters(letter, _LATIN + "ʻʼ" if latin else _CYRILLIC)
        return found


def _first_letters(letter: str, alphabet: str) -> frozenset[str]:
    words = [letter, *(letter + follower for follower in alphabet)]
    found: set[str] = set()
    for word in words:
        for token in chunk_tokens(word, _ANY):
            forms = token.forms
            found.update(first_letter(text) for text in (forms.exact, forms.script, *forms.stems))
    return frozenset(found)


def first_letter(form: str) -> str:
    """Return the letter a form begins with; the sign that tells Uzbek stems from others is passed over."""
    return form.removeprefix(UZBEK_MARK)[:1]


BEGINNINGS = Beginnings()
