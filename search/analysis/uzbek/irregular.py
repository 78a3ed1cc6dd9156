"""List what of Uzbek follows no rule: nouns that drop a vowel, pronouns, and two verbs of two letters."""

from __future__ import annotations

from collections.abc import Iterable

DROPPED_VOWEL = {
    "shahr": "shahar", "ogʻz": "ogʻiz", "singl": "singil", "burn": "burun", "koʻngl": "koʻngil", "oʻgʻl": "oʻgʻil",
    "qorn": "qorin", "boʻyn": "boʻyin", "oʻrn": "oʻrin", "bagʻr": "bagʻir", "yarm": "yarim", "qayn": "qayin",
    "egn": "egin", "qoʻyn": "qoʻyin", "bagʻrs": "bagʻir",
}  # fmt: skip
"""What is left of a noun before a possessive ending, and the noun: shahri is of shahar, singlisi of singil."""

_DEMONSTRATIVES = {"un": "u", "bun": "bu", "shun": "shu", "oʻshan": "oʻsha"}
_CASES = "i ing ga da dan gacha dagi day dek cha aqa"
_PLURALS = "lar larni larning larga larda lardan lari larniki laridan"
_TWICE = "ni ning ga da dan"
_STANDING = frozenset(("u", "bu", "shu"))


def irregular_forms(endings: Iterable[str]) -> dict[str, str]:
    """Return forms of pronouns (undan is of u), and of de- (say) and ye- (eat) with y in between (deyishdi)."""
    forms = {oblique + case: base for oblique, base in _DEMONSTRATIVES.items() for case in _CASES.split()}
    forms |= _DEMONSTRATIVES
    forms |= {base + plural: base for base in _STANDING for plural in _PLURALS.split()}
    # singlisi, boʻynisi: the possessive said twice.
    forms |= {f"{bare}isi{case}": noun for bare, noun in DROPPED_VOWEL.items() for case in ("", *_TWICE.split())}
    met = [ending for ending in endings if ending.startswith("ish")]
    return forms | {f"{verb}y{ending}": verb for verb in ("de", "ye") for ending in met}
