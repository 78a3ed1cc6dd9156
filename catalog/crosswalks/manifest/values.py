"""Read one cell as a value of its field, or say what is wrong with it and what to write."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

from archive.ingest.errors import gettext_noop
from catalog.vocabulary.dates import DateNotUnderstood, parse_date
from catalog.vocabulary.languages import normalize_language
from catalog.vocabulary.rights import rights_by_uri, statements

_BETWEEN = re.compile(r"\s*[|;\n]\s*")
_CHECKSUMS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
_HEX = re.compile(r"[0-9a-f]+")
_ACCESS = {
    "public": ("public", "everyone", "open", "hamma", "ommaviy", "ochiq", "ҳамма", "оммавий", "очиқ", "все", "для всех",
               "открытый", "открыто", "публичный", "общий"),
    "accredited": ("accredited", "accredited journalists", "press", "akkreditatsiyalangan jurnalistlar", "jurnalistlar",
                   "аккредитованные журналисты", "журналисты", "аккредитацияланган журналистлар", "журналистлар"),
    "staff": ("staff", "staff only", "internal", "closed", "xodimlar", "faqat xodimlar", "yopiq", "ходимлар",
              "фақат ходимлар", "ёпиқ", "сотрудники", "только сотрудники", "закрытый", "закрыто", "служебный"),
    "embargo": ("embargo", "эмбарго", "embargo until a date", "sanagacha embargo", "эмбарго до даты"),
}  # fmt: skip


class ValueNotTaken(ValueError):
    """A cell that cannot be taken: ``code`` is stable, ``message`` an English msgid that ``params`` fills."""

    def __init__(self, code: str, message: str, /, **params: str | int) -> None:
        self.code, self.message, self.params = code, message, params
        super().__init__(message % params)


def texts(cell: str) -> list[str]:
    """Return the values in a cell, parted by "|", ";" or a line break, without repeats."""
    return list(dict.fromkeys(" ".join(part.split()) for part in _BETWEEN.split(cell) if part.strip()))


def line(cell: str, most: int) -> str:
    """Return a cell as one line. Raises ValueNotTaken for one that is too long."""
    text = " ".join(cell.split())
    if len(text) > most:
        message = gettext_noop("This has %(size)s characters; at most %(most)s are kept. Shorten it.")
        raise ValueNotTaken("too_long", message, size=len(text), most=most)
    return text


def edtf(cell: str) -> str:
    """Return a date as EDTF. Raises ValueNotTaken."""
    try:
        return parse_date(cell).edtf
    except DateNotUnderstood as error:
        message = gettext_noop("“%(value)s” is not understood as a date. Write 1924, 14.03.1924, “circa 1924” or EDTF.")
        raise ValueNotTaken("bad_date", message, value=cell[:80]) from error


def day(cell: str) -> date:
    """Return the one day a cell names. Raises ValueNotTaken."""
    try:
        value = parse_date(cell)
    except DateNotUnderstood:
        value = None
    if value is None or value.earliest is None or value.earliest != value.latest:
        message = gettext_noop("“%(value)s” is not one day. Write it as 2030-03-14.")
        raise ValueNotTaken("bad_day", message, value=cell[:80])
    return value.earliest


def rights_code(cell: str) -> str:
    """Return the code of a rights statement named by code, address or label. Raises ValueNotTaken."""
    found = rights_by_uri(cell)
    code = found.code if found else _rights().get(_folded(cell))
    if code is None:
        message = gettext_noop("“%(value)s” is no rights statement known here. Write a code such as InC or CC-BY-4.0.")
        raise ValueNotTaken("unknown_rights", message, value=cell[:80])
    return code


def access(cell: str) -> str:
    """Return an access level. Raises ValueNotTaken."""
    wanted = _folded(cell)
    for level, words in _ACCESS.items():
        if wanted in words:
            return level
    message = gettext_noop("“%(value)s” is no access level. Write public, accredited, staff or embargo.")
    raise ValueNotTaken("unknown_access", message, value=cell[:80])


def languages(cell: str) -> list[str]:
    """Return the tags of the languages in a cell. Raises ValueNotTaken."""
    names = [name for part in texts(cell) for name in part.replace("/", ",").split(",")]
    found: list[str] = []
    for name in filter(None, (one.strip() for one in names)):
        tag = normalize_language(name)
        if not tag:
            message = gettext_noop("“%(value)s” is no language known here. Write a code such as uz, ru or en.")
            raise ValueNotTaken("unknown_language", message, value=name[:80])
        found.append(tag)
    return list(dict.fromkeys(found))


def checksum(cell: str) -> tuple[str, str]:
    """Return the algorithm, told by its length, and the checksum in lower case. Raises ValueNotTaken."""
    text = cell.strip().lower().rpartition(":")[2].strip()
    algorithm = _CHECKSUMS.get(len(text))
    if algorithm is None or not _HEX.fullmatch(text):
        message = gettext_noop("“%(value)s” is no checksum of MD5, SHA-1, SHA-256 or SHA-512.")
        raise ValueNotTaken("bad_checksum", message, value=cell[:80])
    return algorithm, text


def path(cell: str) -> str:
    r"""Return a path as it is compared: composed, "/" for "\", without "./" and a leading "/"."""
    parts = unicodedata.normalize("NFC", cell.strip().replace("\\", "/")).split("/")
    return "/".join(part for part in parts if part not in ("", "."))


def language_of(text: str) -> str:
    """Return the content language under which a text of unknown language is kept, by its letters."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    if any(letter in "ўқғҳ" for letter in letters):
        return "uz"
    if sum("а" <= letter <= "я" or letter == "ё" for letter in letters) * 2 > len(letters):
        return "ru"
    folded = text.lower()
    return "uz" if any(mark + at in folded for mark in "og" for at in "ʻ‘'`ʼ’" if mark + at != "g's") else "en"


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").split()).casefold()


@cache
def _rights() -> dict[str, str]:
    found: dict[str, str] = {"public domain": "PDM-1.0", "cc0": "CC0-1.0"}
    for code, statement in statements().items():
        for name in (code, code.removesuffix("-4.0"), *statement.labels.values()):
            found.setdefault(_folded(name), code)
    return found
