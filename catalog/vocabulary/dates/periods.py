"""Read parts of decades and centuries: "early 1920s", "конец XIX века", "1920-yillarning boshi".

A part is a convention, not a measure, so its bounds are marked approximate. Thirds follow the usage of museum
catalogs (CDWA, 4.2.3 Earliest Date, https://www.getty.edu/publications/categories-description-works-art/):
early, mid and late divide a century at 30 and 70, a decade at 3 and 7.
"""

from __future__ import annotations

import re

_WORDS = {
    "early": "early|beginning of|начал[оае]|boshlari|boshida|boshi|бошлари|бошида|боши",
    "mid": "mid|middle of|середин[ауые]|o'rtalari|o'rtasida|o'rtasi|ўрталари|ўртасида|ўртаси",
    "late": "late|end of|кон(?:ец|ца|це)|oxirlari|oxirida|oxiri|охирлари|охирида|охири",
    "first half": "first half of|1st half of|первая половина|первой половин[еы]|"
    "birinchi yarmi(?:da)?|биринчи ярми(?:да)?",
    "second half": "second half of|2nd half of|вторая половина|второй половин[еы]|"
    "ikkinchi yarmi(?:da)?|иккинчи ярми(?:да)?",
}
_CENTURY_PARTS = {"early": (0, 29), "mid": (30, 69), "late": (70, 99), "first half": (0, 49), "second half": (50, 99)}
_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "first half": (0, 4), "second half": (5, 9)}
_BEFORE = {
    part: re.compile(rf"(?:in\s+|в\s+)?(?:the\s+)?(?:{words})[\s-]+(?:the\s+)?") for part, words in _WORDS.items()
}
_AFTER = {part: re.compile(rf"(?:ning|нинг)?,?\s+(?:{words})$") for part, words in _WORDS.items()}


def split_part(text: str) -> tuple[str, str]:
    """Return the name of the part a folded text speaks of and the rest of it; the name is "" when there is none."""
    for part in _WORDS:
        if match := _BEFORE[part].match(text):
            return part, text[match.end() :]
        if match := _AFTER[part].search(text):
            return part, text[: match.start()]
    return "", text


def part_of(edtf: str, part: str) -> str | None:
    """Return the range in EDTF that is a part of a decade ("192X") or century ("18XX"), or None for other dates."""
    if re.fullmatch(r"\d\dXX", edtf):
        first, last = _CENTURY_PARTS[part]
        return f"{edtf[:2]}{first:02}~/{edtf[:2]}{last:02}~"
    if re.fullmatch(r"\d{3}X", edtf):
        first, last = _DECADE_PARTS[part]
        return f"{edtf[:3]}{first}~/{edtf[:3]}{last}~"
    return None
