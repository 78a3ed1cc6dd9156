"""Write the states of a page's words: what a person made, and what the machine read since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone

from archive.choices import VersionOrigin
from archive.errors import PageChanged, PageNotRead
from archive.extract.correction import counts_of
from archive.extract.types import PageReading, Word
from archive.extract.words import pack, turned, unpack
from archive.models import Page, PageVersion
from archive.queries import is_correctable

FACTS = ("source", "script", "spelling", "languages", "quality_pct", "models_used")
LONGEST_MODELS = 100


def page_for_change(page_id: int, edition: str) -> Page:
    """Return a page locked for a change of its words; run inside a transaction.

    Raises PageChanged when ``edition`` is not that of the words now, PageNotRead, Page.DoesNotExist.
    """
    page = Page.objects.select_for_update(of=("self",)).select_related("document").get(pk=page_id)
    if not is_correctable(page):
        raise PageNotRead(f"Page {page} has not been read yet.")
    if page.edition != edition:
        raise PageChanged(f"Page {page} has been changed since.")
    return page


def keep_first(page: Page) -> None:
    """Keep what the machine had read as version 1, before the first change."""
    if page.version:
        return
    PageVersion.objects.create(
        page=page,
        number=1,
        origin=VersionOrigin.READ,
        made_at=page.read_at or timezone.now(),
        facts={name: getattr(page, name) for name in FACTS},
        raw_text=page.raw_text,
        words=bytes(page.words),
    )


def keep_version(
    page: Page, words: Sequence[Word], *, origin: VersionOrigin, facts: Mapping[str, Any], **others: Any
) -> PageVersion:
    """Add a version that differs from what is shown by these words; the page itself is not touched.

    ``others`` are further fields of the version.
    """
    shown = unpack(bytes(page.words)).texts if page.words else []
    removed, added = counts_of(shown, [word.text for word in words])
    return PageVersion.objects.create(
        page=page,
        number=_next_number(page),
        origin=origin,
        made_at=timezone.now(),
        removed_words=removed,
        added_words=added,
        facts=dict(facts),
        words=pack(words),
        **others,
    )


def _next_number(page: Page) -> int:
    last: int = page.versions.aggregate(last=Max("number"))["last"] or 0
    return last + 1


def facts_of(reading: PageReading) -> dict[str, Any]:
    """Return the fields of a page that belong to the words of a reading."""
    return {
        "source": reading.source.value,
        "script": reading.script,
        "spelling": reading.spelling,
        "languages": list(reading.languages),
        "quality_pct": reading.quality_pct,
        "models_used": reading.models[:LONGEST_MODELS],
    }


def keep_reading(page: Page, reading: PageReading) -> bool:
    """Keep a reading of a changed page aside; return False where the last one kept says the same."""
    words = turned(reading.words, page.rotation_deg - reading.rotation_deg)
    last = page.versions.filter(origin=VersionOrigin.READ).order_by("-number").first()
    if last is not None and bytes(last.words) == pack(words):
        return False
    if not page.width_px and page.versions.filter(origin=VersionOrigin.READ, words=pack(words)).exists():
        # An earlier file has come back, and with it what was read of it then.
        return False
    facts = facts_of(reading)
    keep_version(page, words, origin=VersionOrigin.READ, facts=facts, raw_text=reading.raw_text)
    return True


def take_reading_over(page: Page, reading: PageReading) -> int:
    """Keep the reading of a file that replaced another as the next version, the one to be shown; return its number."""
    facts = facts_of(reading)
    return keep_version(page, reading.words, origin=VersionOrigin.READ, facts=facts, raw_text=reading.raw_text).number
