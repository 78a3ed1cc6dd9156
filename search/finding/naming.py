"""Name the values of facets in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import get_language, gettext

from catalog.access import DRAFT
from catalog.choices import CONTENT_LANGUAGES, Access, content_language
from catalog.kinds.registry import ROOMS
from catalog.models import Agent, Collection, Place, Subject
from catalog.vocabulary.dates import date_label, read_edtf
from catalog.vocabulary.languages import label as language_label
from catalog.vocabulary.rights import statements

Label = tuple[str, str]
"""A name and the content language it is in; "" for one made by the interface."""

_AT_ONCE = 500


def labels_of(name: str, values: Sequence[str]) -> dict[str, Label]:
    """Return the names of a facet's values; a value without one is shown as it is."""
    known = _LABELS[name](values)
    return {value: known.get(value, (value, "")) for value in values}


def label_and_language(row: Any, field: str = "label") -> Label:
    """Return the name of a row in the reader's language, else in any, and the language it is in."""
    for code in dict.fromkeys((content_language(), *CONTENT_LANGUAGES)):
        if text := getattr(row, f"{field}_{code}", ""):
            return text, code
    return row.slug, ""


def _rows(model: Any, field: str = "label") -> Callable[[Sequence[str]], dict[str, Label]]:
    def named(values: Sequence[str]) -> dict[str, Label]:
        found = {}
        for start in range(0, len(values), _AT_ONCE):
            for row in model.objects.filter(slug__in=values[start : start + _AT_ONCE]):
                found[row.slug] = label_and_language(row, field)
        return found

    return named


def _kinds(_values: Iterable[str]) -> dict[str, Label]:
    return {room.slug: (str(room.plural), "") for room in ROOMS}


def _languages(values: Iterable[str]) -> dict[str, Label]:
    return {value: (language_label(value, get_language() or "uz"), "uz") for value in values}


def _decades(values: Iterable[str]) -> dict[str, Label]:
    spoken = get_language() or "uz"
    years = {value: int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 5}
    return {value: (date_label(read_edtf(f"{year // 10:03}X"), spoken), "uz") for value, year in years.items()}


def _rights(_values: Iterable[str]) -> dict[str, Label]:
    spoken = get_language() or "uz"
    return {code: (statement.label(spoken), "uz") for code, statement in statements().items()}


def _access(_values: Iterable[str]) -> dict[str, Label]:
    return {**{level.value: (str(level.label), "") for level in Access}, DRAFT: (gettext("Not published"), "")}


_LABELS: dict[str, Callable[[Sequence[str]], dict[str, Label]]] = {
    "kind": _kinds,
    "collection": _rows(Collection, "title"),
    "language": _languages,
    "decade": _decades,
    "creator": _rows(Agent),
    "subject": _rows(Subject),
    "place": _rows(Place),
    "rights": _rights,
    "access": _access,
}
