"""Read one row of a manifest as facts about one file, with everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.ingest.errors import gettext_noop
from catalog.crosswalks.manifest import values
from catalog.crosswalks.manifest.fields import CHECKSUM, LANGUAGES, PATH
from catalog.crosswalks.manifest.values import ValueNotTaken

ROLES = ("photographer", "creator", "author", "issuer", "depicted")
SCHEMES = {"inventory": "inventory", "reference": "reference", "negative": "negative", "other_number": "other"}
_TITLE, _CREDIT, _NAME, _NUMBER = 500, 300, 200, 100


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row: the column's header ("" for the row as a whole), a stable code, msgid and values."""

    column: str
    code: str
    message: str
    params: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(slots=True)
class Facts:
    """What a row says: the path as compared, checksum, plain fields by name, and names to be looked up.

    ``fields`` holds what goes into a record as it is; ``agents`` are (role, name), ``identifiers`` (scheme, number).
    """

    path: str = ""
    checksum: tuple[str, str] | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    agents: list[tuple[str, str]] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    collection: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    """The header from which each field came."""
    problems: list[Problem] = field(default_factory=list)


def read_row(cells: Sequence[str], headers: Sequence[str], mapping: Sequence[str]) -> Facts:
    """Return what a row says; a cell that is empty says nothing. Every problem is in ``problems``, none is raised."""
    facts = Facts()
    for number, code in enumerate(mapping):
        cell = cells[number] if number < len(cells) else ""
        if not code or not cell.strip():
            continue
        header = headers[number] if number < len(headers) else str(number + 1)
        facts.columns.setdefault(code, header)
        try:
            _READERS.get(code, _no_reader)(facts, code, cell)
        except ValueNotTaken as wrong:
            facts.problems.append(Problem(header, wrong.code, wrong.message, wrong.params))
    if not facts.path:
        message = gettext_noop("This row names no file. Fill its file name, or delete the row.")
        facts.problems.insert(0, Problem("", "no_path", message))
    _settle_embargo(facts)
    return facts


def _settle_embargo(facts: Facts) -> None:
    """Make access and day of an embargo agree."""
    until, level = facts.fields.get("embargo_until"), facts.fields.get("access")
    if until is not None and level is None and "access" not in facts.columns:
        facts.fields["access"] = "embargo"
    elif level == "embargo" and until is None and "embargo_until" not in facts.columns:
        message = gettext_noop("An embargo needs the day it ends. Give it in a column for it.")
        facts.problems.append(Problem(facts.columns["access"], "no_day", message))
    elif level is not None and level != "embargo":
        facts.fields["embargo_until"] = None


def _no_reader(_facts: Facts, code: str, _cell: str) -> None:
    message = gettext_noop("The column stands for “%(code)s”, which is no field here. Choose another for it.")
    raise ValueNotTaken("unknown_field", message, code=code)


def _path(facts: Facts, _code: str, cell: str) -> None:
    facts.path = values.path(cell)


def _checksum(facts: Facts, _code: str, cell: str) -> None:
    facts.checksum = values.checksum(cell)


def _line(most: int) -> Callable[[Facts, str, str], None]:
    def read(facts: Facts, code: str, cell: str) -> None:
        facts.fields[code] = values.line(cell, most)

    return read


def _text(facts: Facts, code: str, cell: str) -> None:
    facts.fields[code] = cell.strip()


def _by_letters(most: int | None) -> Callable[[Facts, str, str], None]:
    def read(facts: Facts, code: str, cell: str) -> None:
        text = cell.strip() if most is None else values.line(cell, most)
        # A column that names its language goes before one that does not.
        facts.fields.setdefault(f"{code}_{values.language_of(text)}", text)

    return read


def _with(reader: Callable[[str], Any]) -> Callable[[Facts, str, str], None]:
    def read(facts: Facts, code: str, cell: str) -> None:
        facts.fields[code] = reader(cell)

    return read


def _agents(facts: Facts, code: str, cell: str) -> None:
    facts.agents += [(code, values.line(name, _NAME)) for name in values.texts(cell)]


def _names(facts: Facts, code: str, cell: str) -> None:
    getattr(facts, code).extend(values.line(name, _NAME) for name in values.texts(cell))


def _numbers(facts: Facts, code: str, cell: str) -> None:
    facts.identifiers += [(SCHEMES[code], values.line(number, _NUMBER)) for number in values.texts(cell)]


def _collection(facts: Facts, _code: str, cell: str) -> None:
    facts.collection = values.line(cell, _NAME)


_READERS: dict[str, Callable[[Facts, str, str], None]] = {
    PATH: _path,
    CHECKSUM: _checksum,
    "original_title": _line(_TITLE),
    **{f"title_{code}": _line(_TITLE) for code in LANGUAGES},
    "description": _by_letters(None),
    **{f"description_{code}": _text for code in LANGUAGES},
    "credit_line": _by_letters(_CREDIT),
    **{f"credit_line_{code}": _line(_CREDIT) for code in LANGUAGES},
    "date_edtf": _with(values.edtf),
    **dict.fromkeys(ROLES, _agents),
    "subjects": _names,
    "places": _names,
    "rights": _with(values.rights_code),
    "access": _with(values.access),
    "embargo_until": _with(values.day),
    **dict.fromkeys(SCHEMES, _numbers),
    "languages": _with(values.languages),
    "collection": _collection,
}
