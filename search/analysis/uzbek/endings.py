"""Spell out the endings an Uzbek word may have: whole chains (-laridan, -maganligi), not single suffixes.

An ending maps to flags that say what it may follow. Endings are in the letters of the Latin key, so oʻ and gʻ carry ʻ
and y falls between a consonant and a, e or u (qilyapti is qilapti).
Source: A. Gʻulomov, M. Asqarova, Hozirgi oʻzbek adabiy tili; the order of suffixes (number, possession, case; voice,
negation, tense, person) is that of every grammar of the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

VOWELS = frozenset("aeiou")

NOUN = 1
NOUN_AFTER_CONSONANT = 2
NOUN_AFTER_VOWEL = 4
VERB = 8
VERB_AFTER_CONSONANT = 16
VERB_AFTER_VOWEL = 32
AFTER_K = 64
"""Of an ending whose g became k, or q: it needs that letter before it."""
AFTER_Q = 128

ANY_NOUN = NOUN | NOUN_AFTER_CONSONANT | NOUN_AFTER_VOWEL
ANY_VERB = VERB | VERB_AFTER_CONSONANT | VERB_AFTER_VOWEL

_AFTER_CONSONANT = "im ing i imiz ingiz"
_AFTER_VOWEL = "m ng si yi miz ngiz"

_NOUN_CASES = (
    "ni ning ga ka qa da dan gacha kacha qacha dagi niki dek day cha siz dir man san miz mi gina dagilar dagilarni "
    "dagilarga dagilarning dagini dagidan dadir danmi dami siman dagicha nimi"
)
_PARTICIPLE_CASES = "ni ning ga da dan gacha dagi day dek cha siz dir mi man"
_SHORT_CASES = "ni ning ga da dan gacha dagi dek dir"
_DERIVED_NOUNS = "chi siz li roq sizlik sizlig lilik lilig dagi ta tta lab ona"

_PERSONS = "man san miz siz lar dir mi"
_PAST = "di dim ding dik dingiz dilar diki dimi"
_PRESENT = "man san di miz siz dilar diki dimi"
_NOW = "man san ti miz siz tilar"
_INTENDED = (
    "moqda moqdaman moqdamiz moqdasiz moqdalar moqdadir moqchi moqchiman moqchimiz moqchilar moqchidi moq moqni "
    "moqdaydi"
)
_WISHED = "m ng k ngiz lar miz di dingiz chi"
_NEGATED = "may maylik ma masdan mang manglar maslik"
_CONVERBS = "gach kach qach guncha kuncha quncha gani gali gudek gin"

Flagged = Iterator[tuple[str, int]]


def endings() -> dict[str, int]:
    """Return every ending with its flags."""
    found: dict[str, int] = {}
    for ending, flag in (*_noun_endings(), *_verb_endings()):
        found[ending] = found.get(ending, 0) | flag
    return {ending: flags | _assimilated(ending) for ending, flags in found.items() if ending}


def _assimilated(ending: str) -> int:
    if ending.startswith("q"):
        return AFTER_Q
    return AFTER_K if ending.startswith("k") and not ending.startswith("ki") else 0


def _declined(cases: str) -> Flagged:
    """Yield number, possession and case, with the flags of nouns."""
    all_cases = ("", *cases.split())
    for case in all_cases:
        yield case, NOUN
        for possession in _AFTER_CONSONANT.split():
            yield possession + case, NOUN_AFTER_CONSONANT
        for possession in _AFTER_VOWEL.split():
            yield possession + case, NOUN_AFTER_VOWEL
        for possession in ("", *_AFTER_CONSONANT.split()):
            yield "lar" + possession + case, NOUN


def _declined_after(base: str, cases: str) -> Iterator[str]:
    """Yield the base with those endings of a noun that may follow it."""
    fitting = NOUN | (NOUN_AFTER_VOWEL if base[-1] in VOWELS else NOUN_AFTER_CONSONANT)
    return (base + ending for ending, flag in _declined(cases) if flag & fitting)


def _noun_endings() -> Flagged:
    yield from _declined(_NOUN_CASES)
    for derived in _DERIVED_NOUNS.split():
        third = "si" if derived[-1] in VOWELS else "i"
        cases = ("", *_SHORT_CASES.split())
        numbers = ("", "lar", "lari", third)
        yield from _flagged([derived + number + case for number in numbers for case in cases], NOUN)
    yield from _flagged(_declined_after("inchi", _SHORT_CASES), NOUN_AFTER_CONSONANT)
    yield from _flagged(_declined_after("nchi", _SHORT_CASES), NOUN_AFTER_VOWEL)


def _verb_endings() -> Flagged:
    tenses = tuple(_tenses())
    yield from tenses
    yield from (("ma" + ending, VERB) for ending, flag in tenses if flag != VERB_AFTER_CONSONANT)
    yield from (("aver" + ending, VERB_AFTER_CONSONANT) for ending, flag in tenses if flag != VERB_AFTER_VOWEL)
    yield from _flagged(_NEGATED.split(), VERB)
    yield from _flagged(_CONVERBS.split(), VERB)
    yield from _flagged(_finite("mas", f"{_PERSONS} {_PAST}"), VERB)
    yield from _flagged(_abstract("mas"), VERB)
    yield ("ar", VERB_AFTER_CONSONANT)
    for link, flag in (("ar", VERB_AFTER_CONSONANT), ("r", VERB_AFTER_VOWEL)):
        yield from _flagged([link + person for person in f"man san miz siz lar mikan kan {_PAST}".split()], flag)
    for link, flag in (("ib", VERB_AFTER_CONSONANT), ("b", VERB_AFTER_VOWEL)):
        yield from _flagged(_finite(link, f"man san ti miz siz tilar lar gina dir oq {_PAST}"), flag)
    for names in (("ish", "uvchi"), ("sh", "vchi")):
        flag = VERB_AFTER_CONSONANT if names[0] == "ish" else VERB_AFTER_VOWEL
        for name in names:
            yield from _flagged(_declined_after(name, _PARTICIPLE_CASES), flag)


def _tenses() -> Flagged:
    """Yield tense and person, and the participles as nouns."""
    yield from _flagged(_PAST.split(), VERB)
    for participle in ("gan", "kan", "qan"):
        yield from _flagged(_participle(participle), VERB)
    for link, flag in (("a", VERB_AFTER_CONSONANT), ("y", VERB_AFTER_VOWEL)):
        yield from _flagged([link + person for person in _PRESENT.split()], flag)
        yield from _flagged(_declined_after(link + "digan", _PARTICIPLE_CASES), flag)
        yield from _flagged(_abstract(link + "digan"), flag)
        yield from _flagged(_participle("ayotgan" if link == "a" else "yotgan"), flag)
    for link, flag in (("ap", VERB_AFTER_CONSONANT), ("ayap", VERB_AFTER_CONSONANT), ("yap", VERB_AFTER_VOWEL)):
        yield from _flagged([link + person for person in _NOW.split()], flag)
    yield from _flagged(_INTENDED.split(), VERB)
    yield from _flagged(["sa", *("sa" + person for person in _WISHED.split()), "sin", "sinlar"], VERB)
    yield from _flagged(["aylik", "ay", "ingiz", "ing", "inglar"], VERB_AFTER_CONSONANT)
    yield from _flagged(["ylik", "ng", "ngiz", "nglar"], VERB_AFTER_VOWEL)


def _participle(base: str) -> Iterator[str]:
    yield from _declined_after(base, _PARTICIPLE_CASES)
    yield from _finite(base, f"{_PERSONS} {_PAST}")
    yield from _abstract(base)


def _abstract(base: str) -> Iterator[str]:
    """Yield -lik after a participle, its k also opened to g before a vowel."""
    yield from _declined_after(base + "lik", _PARTICIPLE_CASES)
    yield from _declined_after(base + "lig", _PARTICIPLE_CASES)


def _finite(base: str, persons: str) -> Iterator[str]:
    yield base
    yield from (base + person for person in persons.split())


def _flagged(spelled: Iterable[str], flag: int) -> Flagged:
    return ((ending, flag) for ending in spelled)
