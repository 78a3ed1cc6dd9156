"""Say the facts of a record in the language and spelling of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext

from catalog.access import access_label
from catalog.choices import CONTENT_LANGUAGES, Access, content_language
from catalog.kinds.recording.room import clock
from catalog.models import Record
from catalog.queries import Hidden, representative
from catalog.templatetags.spelling import spelled
from catalog.vocabulary.dates import date_label, read_edtf
from catalog.vocabulary.languages import label as language_name
from catalog.web.thumbnails import thumbnail as thumbnail_address
from search.web.state import with_query

LANGUAGES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture; sizes in pixels, 0 where they are not known."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads somewhere; ``lang`` is the content language it is in."""

    label: str
    url: str
    lang: str


def page_language() -> str:
    """Return the interface language of the moment."""
    return get_language() or "uz"


def text_of(row: Any, field: str) -> tuple[str, str]:
    """Return a translated text in the reader's language, else in any, with its language."""
    for code in dict.fromkeys((content_language(), *CONTENT_LANGUAGES)):
        if text := getattr(row, f"{field}_{code}", ""):
            return text, code
    return "", ""


def date_of(record: Record) -> str:
    """Return the date in words, nothing where nothing is said of it."""
    return date_label(record.date, page_language()) if record.date_edtf else ""


def languages_of(record: Record) -> str:
    """Return the names of the first languages."""
    names = [language_name(tag, page_language()) for tag in record.languages[:LANGUAGES_SHOWN]]
    return str(spelled(", ".join(names)))


def credit_of(record: Record) -> str:
    """Return the credit line."""
    return str(spelled(*text_of(record, "credit_line")))


def rights_of(record: Record) -> str:
    """Return the name of the rights statement."""
    statement = record.rights_statement
    return str(spelled(statement.label(page_language()))) if statement else ""


def restriction_of(record: Record) -> str:
    """Return in words who may see a record that is not open to all; nothing for one that is."""
    label = access_label(record)
    if label == Access.PUBLIC:
        return ""
    if label == Access.EMBARGO and record.embargo_until is not None:
        if record.embargo_until <= timezone.localdate():
            return ""
        day = date_label(read_edtf(record.embargo_until.isoformat()), page_language())
        return gettext("Embargo until %(date)s") % {"date": spelled(day)}
    return str(Access(label).label) if label in Access.values else gettext("Not published")


def thumbnail_of(record: Record, hidden: Hidden = frozenset(), alt: str = "") -> Thumbnail | None:
    """Return the picture that stands for a record in lists, unless it is ``hidden``."""
    address = thumbnail_address(record, hidden)
    if not address:
        return None
    row = representative(record)
    photo = row.photo if row else None
    width, height = photo.upright_size if photo else (0, 0)
    return Thumbnail(address, width, height, alt)


def page_tag(number: int) -> str:
    """Return how a page is named: p. 19, л. 19, 19-sahifa."""
    return gettext("p. %(number)s") % {"number": number}


@dataclass(frozen=True, slots=True)
class Switches:
    """How a query is to be read: exactly as typed, and whether names are searched in other languages too."""

    exactly: bool = False
    translated: bool = True

    def pairs(self) -> list[tuple[str, object]]:
        """Return what of this an address says."""
        exact: list[tuple[str, object]] = [("exact", 1)] if self.exactly else []
        return exact if self.translated else [*exact, ("translated", 0)]


AS_USUAL = Switches()


def place_url(
    record: Record, query: str, *, switches: Switches = AS_USUAL, page: int | None = None, hit: int = 0
) -> str:
    """Return the address of a record, opened at a page with one of its hits in a frame."""
    pairs: list[tuple[str, object]] = [("q", query)] if query else []
    if query:
        pairs += switches.pairs()
    if page is not None:
        pairs.append(("page", page))
    if hit:
        pairs.append(("hit", hit))
    return with_query(record.get_absolute_url(), pairs)


def moment_tag(start_ms: int) -> str:
    """Return how a moment of a recording is named: 14:32, 1:02:33."""
    return clock(start_ms / 1000)


def moment_url(
    record: Record, query: str, transcript_id: int, start_ms: int | None, *, switches: Switches = AS_USUAL
) -> str:
    """Return the address of a recording, opened at a transcript and a second (Media Fragments URI 1.0, 4.2.1)."""
    pairs: list[tuple[str, object]] = [("q", query), *switches.pairs()] if query else []
    address = with_query(record.get_absolute_url(), [*pairs, ("transcript", transcript_id)])
    return f"{address}#transcript" if start_ms is None else f"{address}#t={start_ms // 1000}"
