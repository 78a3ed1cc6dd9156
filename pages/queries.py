"""Reads what the home page shows: how much there is of each kind, what came last, and the site's line."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from catalog.access import Audience
from catalog.kinds.registry import ROOMS, room_of
from catalog.models import Record
from catalog.queries import Hidden, for_display, hidden_assets, records_of_asset, representative, visible_records
from catalog.vocabulary.dates import date_label
from catalog.web.thumbnails import thumbnail


@dataclass(frozen=True)
class KindCount:
    """How many records of a kind the visitor may see, and where they are listed."""

    slug: str
    label: Any
    count: int
    url: str


@dataclass(frozen=True)
class Thumbnail:
    """A small picture that stands for a record; sizes in pixels, 0 where unknown."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class LatestRecord:
    """A record as the home page shows it."""

    title: str
    title_lang: str
    url: str
    kind: str
    kind_label: Any
    date_label: str
    thumbnail: Thumbnail | None


def counts_by_kind(audience: Audience) -> list[KindCount]:
    """Return a count for each kind that has any record, in the order of the registry."""
    rows = visible_records(audience).order_by().values_list("kind").annotate(Count("pk"))
    found = dict(rows)
    base = _search_address()
    return [
        KindCount(room.slug, room.plural, found[room.slug], f"{base}?kind={room.slug}" if base else "")
        for room in ROOMS
        if found.get(room.slug)
    ]


def _search_address() -> str:
    try:
        return reverse("search")
    except NoReverseMatch:
        return ""


def latest_records(audience: Audience, limit: int) -> list[LatestRecord]:
    """Return the newest records the audience may see."""
    records = list(for_display(visible_records(audience)).order_by("-created_at", "-pk")[:limit])
    hidden = hidden_assets(records, audience)
    return [_shown(record, hidden) for record in records]


def _shown(record: Record, hidden: Hidden) -> LatestRecord:
    title, language = record.title_and_language()
    return LatestRecord(
        title=title,
        title_lang=language,
        url=record.get_absolute_url(),
        kind=record.kind,
        kind_label=room_of(record.kind).label,
        date_label=date_label(record.date, get_language() or "uz"),
        thumbnail=_thumbnail(record, title, hidden),
    )


def _thumbnail(record: Record, title: str, hidden: Hidden) -> Thumbnail | None:
    address = thumbnail(record, hidden)
    if not address:
        return None
    row = representative(record)
    photo = row.photo if row else None
    width, height = photo.upright_size if photo else (0, 0)
    return Thumbnail(address, width, height, title)


def public_record_of_photo(photo_id: int) -> Record | None:
    """Return the record that shows a photo, for the credit under a picture."""
    return records_of_asset("photo", photo_id).order_by("pk").first()


def tagline() -> str:
    """Return the line beside the site's name in the language of the moment."""
    from pages.models import HomePage  # noqa: PLC0415  # the model reads through this module

    language = (get_language() or "uz").split("-")[0]
    lines = dict(HomePage.objects.live().filter(depth=2).values_list("locale__language_code", "tagline"))
    return str(lines.get(language, ""))
