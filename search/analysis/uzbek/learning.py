"""Choose from a dictionary the roots that the stemmer must know: those that endings alone would get wrong.

    python -m search.analysis.uzbek.learning root.csv

writes ``roots.txt`` beside this module from a file of ``stem,pos`` rows. The file in use was made from the dictionary
of uzmorph 1.2.2 (Ulugbek Salaev, MIT licence).
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from search.analysis.characters import normalize
from search.analysis.spelling import latin_key
from search.analysis.uzbek.endings import ANY_NOUN, ANY_VERB
from search.analysis.uzbek.irregular import DROPPED_VOWEL
from search.analysis.uzbek.stemmer import ROOTS, UzbekStemmer, fitting, harden, looks_made
from search.analysis.uzbek.voices import LA, ends_in_vowel, letters, may_follow, voices

_WORD = re.compile(r"[A-Za-z'‘’ʻʼ]+")
_NOUNS = frozenset(("NOUN", "ADJ", "ADV", "NUM", "PRN"))
_VERBS = frozenset(("VERB", "AUX"))

# Endings that a noun of its own may well have (kursi, badan, ritorika), and those few letters away from one.
_OWN_OF_NOUNS = frozenset(
    [
        "m",
        "ng",
        "im",
        "ing",
        "yi",
        "mi",
        "day",
        "man",
        "san",
        "miz",
        "cha",
        "ki",
        "qa",
        "ka",
        "ta",
        "niki",
        "ona",
        "gina",
        "li",
        "ni",
        "ika",
        "iqa",
        "tang",
        "tta",
    ]
)
_OWN_OF_SHORT_NOUNS = frozenset(("da", "dan", "ga", "dir"))
_OWN_OF_VERBS = frozenset(
    [
        "ngiz",
        "ingiz",
        "ing",
        "ng",
        "in",
        "y",
        "ar",
        "r",
        "gin",
        "b",
        "sa",
        "ay",
        "kan",
        "qan",
        "sang",
        "sam",
        "gani",
        "gali",
        "sak",
    ]
)
_DERIVED = [
    "chi",
    "siz",
    "li",
    "sizlik",
    "lilik",
    "dagi",
    "roq",
    "lar",
    "cha",
    "lari",
    "larcha",
    "dek",
    "day",
    "inchi",
    "lab",
    "gina",
]
_KEPT = frozenset(["kishi", "boʻri", "qozi", "qori", "dengiz", "kengash", "tartib", "mayib", "salib", "gʻarib"])
_MISSING = frozenset(("uy", "oy"))
# Forms the dictionary lists as words, and rare words that would take the forms of common ones.
_NO_NOUNS = frozenset(
    [
        "emas",
        "desa",
        "yesa",
        "degan",
        "yegan",
        "deb",
        "dey",
        "deyish",
        "yeyish",
        "boʻlsa",
        "qarab",
        "joʻnab",
        "yegan",
        "qaramay",
        "oyi",
        "uyi",
        "oylar",
        "oyin",
        "uylar",
        "birga",
        "birdan",
        "ola",
        "eta",
        "boʻla",
        "boyi",
    ]
)
_NO_VERBS = frozenset(
    [
        "uyi",
        "deyish",
        "yeyish",
        "dey",
        "degan",
        "beri",
        "tuta",
        "koʻra",
        "yogʻa",
        "quri",
        "kuza",
        "tu",
        "yara",
        "qazi",
        "eta",
        "ola",
        "iti",
        "keli",
        "boʻla",
        "tuyu",
        "qizi",
        "to",
        "uyu",
        "oʻra",
    ]
)
_NUMBERS = (
    "bir ikki uch toʻrt besh olti yetti sakkiz toʻqqiz oʻn yigirma oʻttiz qirq ellik oltmish yetmish sakson toʻqson "
    "yuz ming"
)
_VOICES, _ENDINGS = voices(), UzbekStemmer((), ()).endings


def read_dictionary(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Return nouns and verbs as Latin keys."""
    kinds: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if _WORD.fullmatch(row["stem"].strip()):
                kinds[latin_key(normalize(row["stem"].strip()))].add(row["pos"])
    nouns = frozenset(word for word, found in kinds.items() if found & _NOUNS and len(word) > 1)
    return nouns | _MISSING, frozenset(word for word, found in kinds.items() if found & _VERBS)


def bare_verbs(verbs: frozenset[str]) -> frozenset[str]:
    """Return the verbs that no voice made of another."""
    known = verbs - _NO_VERBS
    bare = frozenset(_without_voice(verb, known) for verb in known)
    return frozenset(_without_voice(verb, bare) for verb in bare) - _NO_VERBS | {"de", "ye", "emas"}


def own_nouns(nouns: frozenset[str], verbs: frozenset[str]) -> frozenset[str]:
    """Return the nouns that are no form of another noun or of a verb."""
    stemmer = UzbekStemmer((), verbs)
    numbers = {number + ending for number in _NUMBERS.split() for ending in ("inchi", "nchi", "ta", "tasi")}
    kept = nouns - _NO_NOUNS - numbers - set(DROPPED_VOWEL)
    return frozenset(
        noun
        for noun in kept
        if noun in _KEPT or not (_is_of_noun(noun, nouns) or _is_of_verb(noun, stemmer) or _is_derived(noun, nouns))
    )


def needed(nouns: Iterable[str], verbs: frozenset[str]) -> frozenset[str]:
    """Return the nouns whose forms would not all meet, or would meet another word, if they were not known."""
    every = sorted(nouns)
    roots = frozenset(every) | verbs
    known: frozenset[str] = frozenset()
    while True:
        stemmer = UzbekStemmer(known, verbs)
        wrong = {noun for noun in every if noun not in known and _is_wrong(noun, stemmer, roots)}
        if not wrong:
            return known
        known |= wrong


def _is_wrong(noun: str, stemmer: UzbekStemmer, roots: frozenset[str]) -> bool:
    stems = {stemmer.stem(form) for form in _forms(noun)}
    stem = stems.pop()
    return bool(stems) or (stem != harden(noun) and stem in roots)


def _forms(noun: str) -> Iterable[str]:
    yield noun
    plural_and_case = ("lar", "larning", "larda", "lari", "ni", "ning", "da", "dan", "dagi", "li", "siz")
    yield from (noun + ending for ending in plural_and_case)
    if ends_in_vowel(noun):
        possessed = noun + "s"
        yield noun + "m"
    else:
        soft = {"k": noun[:-1] + "g", "q": noun[:-1] + "gʻ"}.get(noun[-1], noun)
        possessed = soft if harden(soft) == noun else noun
        yield possessed + "im"
    yield from (possessed + "i" + case for case in ("", "ni", "ning", "ga", "da", "dan"))
    yield noun + {"k": "ka", "q": "qa"}.get(noun[-1], "ga")


def _without_voice(verb: str, known: frozenset[str]) -> str:
    for place in range(2, len(verb)):
        first = _VOICES.get(verb[place:])
        if first and may_follow(verb[:place], first):
            bare = verb[:place] + LA if first == LA else verb[:place]
            if first == LA or bare in known:
                return bare
    return verb


def _is_of_noun(noun: str, nouns: frozenset[str]) -> bool:
    for place in range(3, len(noun)):
        root, ending = noun[:place], noun[place:]
        flags = fitting(root, _ENDINGS.get(ending) or 0) & ANY_NOUN
        if not flags or ending in _OWN_OF_NOUNS or (ending in _OWN_OF_SHORT_NOUNS and letters(root) < 4):
            continue
        if root in nouns or (ending[0] == "i" and (harden(root) in nouns or root in DROPPED_VOWEL)):
            return True
    return False


def _is_of_verb(noun: str, stemmer: UzbekStemmer) -> bool:
    for place in range(2, len(noun)):
        root, ending = noun[:place], noun[place:]
        if not fitting(root, _ENDINGS.get(ending) or 0) & ANY_VERB or ending in _OWN_OF_VERBS:
            continue
        is_own = (ending == "di" and root.endswith("in")) or (ending == "ma" and letters(root) < 3)
        if not is_own and stemmer.verb(root):
            return True
    return False


def _is_derived(noun: str, nouns: frozenset[str]) -> bool:
    return any(
        noun.endswith(ending) and len(noun) - len(ending) > 2 and noun[: -len(ending)] in nouns for ending in _DERIVED
    )


def main() -> None:
    """Write the roots."""
    nouns, verbs = read_dictionary(Path(sys.argv[1]))
    bare = bare_verbs(verbs)
    listed = frozenset(verb for verb in bare if not verb.endswith(LA) or not looks_made(verb) or verb in nouns)
    chosen = needed(own_nouns(nouns, listed), listed)
    head = "# Roots of Uzbek in Latin keys that endings alone would get wrong; made by learning.py beside this file.\n"
    source = "# Source: dictionary of uzmorph 1.2.2, (c) Ulugbek Salaev, MIT licence.\n"
    lines = "\n".join([*_lines(chosen), "# verbs", *_lines(listed)])
    ROOTS.write_text(f"{head}{source}{lines}\n", encoding="utf-8")


def _lines(words: Iterable[str]) -> list[str]:
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        by_letter[word[:2]].append(word)
    return [" ".join(found) for found in by_letter.values()]


if __name__ == "__main__":
    main()
