"""Say a date in words: in the Uzbek Latin of 1995, in Russian and in English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog.vocabulary.dates.value import ArchiveDate

_UZ = ["yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr"]
_RU = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
]
_RU_OF = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_ROMAN_TENS, _ROMAN_ONES = ("", "X", "XX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


@dataclass(frozen=True, slots=True)
class _Wording:
    """How one language says the parts of a date; ``{}`` is the place of the date itself."""

    unknown: str
    circa: str
    circa_open: str
    before: str
    after: str
    either: str
    both: str


_WORDINGS = {
    "uz": _Wording("sanasi nomaʼlum", "taxminan {}", "taxminan {}", "{}gacha", "{}dan", "{} yoki {}", "{} va {}"),
    "ru": _Wording("без даты", "около {}", "примерно {}", "до {}", "с {}", "{} или {}", "{} и {}"),
    "en": _Wording("undated", "c. {}", "c. {}", "until {}", "from {}", "{} or {}", "{} and {}"),
}
_PIECE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?")
_MARKS = re.compile(r"[?~%]")


def date_label(value: ArchiveDate, language: str) -> str:
    """Return a date in words for a reader of "uz", "ru" or "en" ("uz-cyrl" gives the Latin; others the English).

    The label reads back: ``parse_date`` of it gives the same first and last day, doubt and circa.
    """
    language = language.split("-", maxsplit=1)[0]
    language = language if language in _WORDINGS else "en"
    if not value.is_known:
        return _WORDINGS[language].unknown
    edtf = value.edtf
    if edtf[0] in "[{":
        return _say_set(edtf, language)
    if "/" not in edtf:
        return _say(edtf, language)
    start, _, end = edtf.partition("/")
    if start in {"", ".."} or end in {"", ".."}:
        return _say_open(start, end, language)
    mark = _mark(start)
    if mark and mark == _mark(end):
        # What is said of both sides is said once: "c. 1920–1926".
        return _marked(_say_span(_MARKS.sub("", start), _MARKS.sub("", end), language), mark, _WORDINGS[language].circa)
    return _say_span(start, end, language)


def _say_set(edtf: str, language: str) -> str:
    wording = _WORDINGS[language]
    form = wording.either if edtf[0] == "[" else wording.both
    said, *others = (_say(member, language) for member in edtf[1:-1].split(","))
    for other in others:
        said = form.format(said, other)
    return said


def _say_open(start: str, end: str, language: str) -> str:
    wording = _WORDINGS[language]
    is_before = start in {"", ".."}
    side = end if is_before else start
    said = (wording.before if is_before else wording.after).format(_say_plain(side, language, oblique=True))
    return _marked(said, _mark(side), wording.circa_open)


def _say_span(start: str, end: str, language: str) -> str:
    left, right = _say(start, language), _say(end, language)
    dash = "–" if left.isdigit() and right.isdigit() else " – "
    return f"{left}{dash}{right}"


def _say(edtf: str, language: str) -> str:
    mark = _mark(edtf)
    # "around" takes the genitive in Russian.
    said = _say_plain(edtf, language, oblique=language == "ru" and mark in {"~", "%"})
    return _marked(said, mark, _WORDINGS[language].circa)


def _mark(edtf: str) -> str:
    found = set(_MARKS.findall(edtf))
    if "%" in found or found >= {"?", "~"}:
        return "%"
    return found.pop() if found else ""


def _marked(said: str, mark: str, circa: str) -> str:
    if mark in {"~", "%"}:
        said = circa.format(said)
    return f"{said} (?)" if mark in {"?", "%"} else said


def _say_plain(edtf: str, language: str, *, oblique: bool) -> str:
    match = _PIECE.fullmatch(_MARKS.sub("", edtf))
    if match is None:
        return edtf  # rare forms of EDTF level 2 have no everyday words
    year, month, day = match.groups()
    if year.endswith("XX"):
        return _say_century(int(year[:2]) + 1, language, oblique)
    if year.endswith("X"):
        return _say_decade(year[:3], language, oblique)
    number = year.lstrip("0") if int(year) >= 100 else year
    if month in {None, "XX"}:
        return f"{number}-yil" if language == "uz" and oblique else number
    day_number = int(day) if day and day != "XX" else 0
    return _say_month(int(month), day_number, number, language, oblique=oblique)


def _say_month(month: int, day: int, year: str, language: str, *, oblique: bool) -> str:
    if language == "uz":
        ending = "-yil" if oblique else ""
        return (f"{day}-" if day else "") + f"{_UZ[month - 1]} {year}{ending}"
    russian = _RU_OF if day or oblique else _RU
    name = (russian if language == "ru" else _EN)[month - 1]
    return (f"{day} " if day else "") + f"{name} {year}"


def _say_decade(tens: str, language: str, oblique: bool) -> str:
    year = f"{tens.lstrip('0')}0" if int(tens) >= 10 else f"{tens}0"
    if language == "uz":
        return f"{year}-yillar"
    if language == "ru":
        return f"{year}-х годов" if oblique else f"{year}-е годы"
    return f"{year}s"


def _say_century(number: int, language: str, oblique: bool) -> str:
    if language == "en":
        ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending} century"
    roman = _ROMAN_TENS[number // 10] + _ROMAN_ONES[number % 10] if number < 30 else str(number)
    if language == "uz":
        return f"{roman} asr"
    return f"{roman} {'века' if oblique else 'век'}"
