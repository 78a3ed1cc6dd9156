"""Make the keys by which titles stand in the order of an alphabet, compared sign by sign by any engine.

Uzbek titles of every spelling stand in the order of the Latin alphabet of 1995 (… X Y Z Oʻ Gʻ Sh Ch); Russian ones in
that of Russian, where ё counts as е; what is in other letters stands before. Numbers stand by size, before letters.
"""

from __future__ import annotations

import re

from catalog.choices import CONTENT_LANGUAGES
from search.indices import analyzer

LONGEST_TITLE = 200
LONGEST_KEY = 120
_DIGITS = 9
_NUMBER = re.compile(r"\d+")
# The four letters after Z, as the signs after "z"; a word's own sign for each could be in no other place.
_AFTER_Z = (("oʻ", "{"), ("gʻ", "|"), ("sh", "}"), ("ch", "~"))


def title_field(language: str) -> str:
    """Return the sort field of the index that holds titles as readers of a content language see them."""
    return "title_key" if language == CONTENT_LANGUAGES[0] else f"title_key_{language}"


def sort_key_of(title: str, language: str) -> str:
    """Return the key of a title for readers of a content language; empty for a title without words."""
    tokens = analyzer().tokens(title[:LONGEST_TITLE])
    if language == "uz":
        words = [_uzbek(token.forms.script) for token in tokens]
    else:
        words = [token.forms.exact for token in tokens]
    key = " ".join(words)
    return _NUMBER.sub(lambda found: found[0].lstrip("0").zfill(_DIGITS), key)[:LONGEST_KEY]


def _uzbek(word: str) -> str:
    for letter, sign in _AFTER_Z:
        word = word.replace(letter, sign)
    return word.replace("ʼ", "")
