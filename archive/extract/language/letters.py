"""Know the letters of the four languages: scripts, apostrophes, spellings, look-alikes."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "'‘’`´ʻʼ′ʹˈ"
TURNED_COMMA = "ʻ"  # U+02BB, part of the letters oʻ and gʻ
TUTUQ = "ʼ"  # U+02BC, the sign that stands alone
_ANY_APOSTROPHE = f"[{APOSTROPHES}]"
_INSIDE = re.compile(rf"(?<=\w)({_ANY_APOSTROPHE})(?=\w)")
_AFTER_OG = re.compile(rf"(?<=[oOgG])({_ANY_APOSTROPHE})")
_MISREAD = re.compile(r"(?<=[oOgG])[\"“”„*£°](?=[^\W\d_])")  # what readers make of a small sign within a word
LATIN_2026 = frozenset("şçöğŞÇÖĞ")

_LOOK_ALIKES = ("AaBCcEeHKMOoPpTXxyi", "АаВСсЕеНКМОоРрТХхуі")
TO_CYRILLIC = str.maketrans(*_LOOK_ALIKES)
TO_LATIN = str.maketrans(_LOOK_ALIKES[1], _LOOK_ALIKES[0])
_LATIN_LOOKS, _CYRILLIC_LOOKS = (frozenset(side) for side in _LOOK_ALIKES)


LIKE_LATIN = str.maketrans("АВЕКМНОРСТХаеорсухгпикт", "ABEKMHOPCTXaeopcyxrnukt")
"""What a reader of Cyrillic makes of Latin letters, undone; wider than the true look-alikes."""


def is_cyrillic(character: str) -> bool:
    return "\u0400" <= character <= "\u052f"


def is_latin(character: str) -> bool:
    return character.isalpha() and (character < "\u0250" or "\u1e00" <= character <= "\u1eff")


def script_of(text: str) -> str:
    """Return "Latn", "Cyrl", "mixed" (each at least a tenth of the letters) or "" (no letters of either)."""
    latin = sum(map(is_latin, text))
    cyrillic = sum(map(is_cyrillic, text))
    if not latin + cyrillic:
        return ""
    share = cyrillic / (latin + cyrillic)
    if 0.1 <= share <= 0.9:
        return "mixed"
    return "Cyrl" if share > 0.5 else "Latn"


def one_script(word: str) -> str:
    """Undo look-alike letters of the other script inside a word that plainly is of one script."""
    latin = [c for c in word if is_latin(c)]
    cyrillic = [c for c in word if is_cyrillic(c)]
    if not latin or not cyrillic:
        return word
    if all(c in _LATIN_LOOKS for c in latin) and len(cyrillic) >= len(latin):
        return word.translate(TO_CYRILLIC)
    if all(c in _CYRILLIC_LOOKS for c in cyrillic) and len(latin) > len(cyrillic):
        return word.translate(TO_LATIN)
    return word


def with_uzbek_apostrophes(word: str) -> str:
    """Write ʻ (U+02BB) after o and g, and ʼ (U+02BC) between other letters, whatever sign was printed.

    A sign at the word's edge is a quotation mark, unless it follows o or g.
    """
    word = _AFTER_OG.sub(TURNED_COMMA, _MISREAD.sub(TURNED_COMMA, word))
    return _INSIDE.sub(lambda m: m[1] if m[1] == TURNED_COMMA and word[m.start() - 1] in "oOgG" else TUTUQ, word)


def with_plain_apostrophes(word: str) -> str:
    """Write ’ (U+2019) inside words of languages that have no such letters."""
    return _INSIDE.sub("’", word)


def composed(text: str) -> str:
    """Return NFC without soft hyphens, zero-width signs and control characters."""
    kept = (c for c in text if unicodedata.category(c) not in {"Cc", "Cf"} or c in "\t\n")
    return unicodedata.normalize("NFC", "".join(kept))


def spelling_of(text: str) -> str:
    """Return "1995" or "2026" for Uzbek Latin text, "" when no letter tells."""
    lowered = text.lower()
    new = sum(lowered.count(letter) for letter in "şçöğ")
    old = len(re.findall(rf"sh|ch|[og]{_ANY_APOSTROPHE}", lowered))
    if not new and not old:
        return ""
    return "2026" if new > old else "1995"
