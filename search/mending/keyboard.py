"""Read a word as the keys that were pressed would have read, had the other keyboard layout been on.

Layouts: US QWERTY; Russian ЙЦУКЕН; Uzbek Cyrillic, which has ў and қ where Russian has щ and ы, and ғ, ҳ on - and =.
"""

from __future__ import annotations

import re

_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_UZBEK = _RUSSIAN.translate(str.maketrans("щы", "ўқ"))

_AS_RUSSIAN = str.maketrans(_KEYS + _SHIFTED, _RUSSIAN + _RUSSIAN.upper())
_AS_UZBEK = str.maketrans(f"{_KEYS}-={_SHIFTED}_+", f"{_UZBEK}ғҳ{_UZBEK.upper()}ҒҲ")
_AS_LATIN = str.maketrans(f"{_RUSSIAN}ўқғҳ{_RUSSIAN.upper()}ЎҚҒҲ", f"{_KEYS}os-={_SHIFTED}OS_+")
_RUSSIAN_AS_UZBEK = str.maketrans("щыЩЫ", "ўқЎҚ")

SHORTEST = 3
LAYOUTS = (_AS_RUSSIAN, _AS_UZBEK, _AS_LATIN, _RUSSIAN_AS_UZBEK)
_WORD = re.compile(r"[^\W\d_]")


def in_other_layouts(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the words as each other layout would have written them, all by the same; only what still has letters.

    ``nfvj;yz`` is таможня and ``ищочщтф`` is bojxona. A reading that changes not every word is none: the layout was
    on for the whole query. A letter or two may be anything.
    """
    if max(map(len, words), default=0) < SHORTEST:
        return []
    found = []
    for table in LAYOUTS:
        read = tuple(word.translate(table) for word in words)
        if all(_WORD.search(word) and word != before for word, before in zip(read, words, strict=True)):
            found.append(read)
    return list(dict.fromkeys(found))
