"""Say in words how each part of a query was read, with the addresses that leave it out."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from catalog.vocabulary.dates import date_label, read_edtf
from search.query import Part, PartKind
from search.web.labels import page_language
from search.web.state import SearchState

_IN_FIELD: dict[str, str | Promise] = {
    "title": _("in titles"),
    "names": _("in names of people and organizations"),
    "subjects": _("in subjects"),
    "places": _("in places"),
    "identifiers": _("in numbers and codes"),
    "text": _("in texts of pages"),
    "description": _("in descriptions"),
}


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One part of the query as it was read; ``note`` says what is done with it where that is not plain.

    ``inner`` are the parts within it that can be taken out alone, ``joint`` is the word between them.
    """

    typed: str
    added: list[str]
    note: str
    url_without: str
    inner: list[ReadPart] = field(default_factory=list)
    joint: str = ""


def read_part(part: Part, state: SearchState, *, is_within: bool = False) -> ReadPart:
    """Return what the page shows of a part of the query; a group within another is taken out piece by piece."""
    notes = [_note(part), str(_IN_FIELD.get(part.field, "")), gettext("exactly as typed") if part.is_exact else ""]
    inner = [read_part(each, state, is_within=True) for each in part.inner]
    return ReadPart(
        typed=part.typed,
        added=[] if inner else list(part.also),
        note=", ".join(note for note in notes if note),
        url_without="" if is_within and inner else state.url(query=part.without),
        inner=inner,
        joint=_joint(part),
    )


def _note(part: Part) -> str:
    match part.kind:
        case PartKind.WITHOUT:
            return gettext("left out")
        case PartKind.PREFIX:
            return gettext("all words that begin so")
        case PartKind.PATTERN:
            return gettext("all words of this pattern")
        case PartKind.SIMILAR:
            letters = ngettext("%(count)s letter", "%(count)s letters", part.distance) % {"count": part.distance}
            return gettext("and words that differ in up to %(letters)s") % {"letters": letters}
        case PartKind.PHRASE:
            return gettext("as a phrase")
        case PartKind.DATES:
            return gettext("dated: %(dates)s") % {"dates": date_label(read_edtf(part.edtf), page_language())}
        case PartKind.NEAR:
            return _nearness(part.distance)
        case _:
            return ""


def _nearness(distance: int) -> str:
    if not distance:
        return gettext("near each other, in any order")
    words = ngettext("%(count)s word", "%(count)s words", distance) % {"count": distance}
    return gettext("within %(words)s of each other, in any order") % {"words": words}


def _joint(part: Part) -> str:
    match part.kind:
        case PartKind.ANY:
            return pgettext("between alternatives of a query", "or")
        case PartKind.NEAR:
            return pgettext("between words of a query", "near")
        case PartKind.GROUP:
            return pgettext("between parts of a query", "and")
        case _:
            return "·" if part.inner else ""
