"""Small helps for the staff templates of the catalog."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import get_language, gettext, ngettext

from archive.extract.transcripts import clock
from archive.models import Asset, AssetEvent, PageVersion
from archive.reasons import reason_from
from catalog.templatetags.spelling import spelled
from catalog.vocabulary.languages import label
from catalog.web.thumbnails import asset_thumbnail

register = template.Library()
MINUTE, HOUR = 60, 3600


@register.filter
def asset_picture(asset: Asset) -> str:
    """Return the address of an asset's small picture, or nothing while there is none."""
    return asset_thumbnail(asset)


@register.filter
def event_detail(event: AssetEvent) -> str:
    """Return the detail of an event as "name: value" pairs; checksums and empty values are left out."""
    names = {
        "original_name": gettext("name"),
        "path": gettext("name"),
        "page": gettext("page"),
        "version": gettext("version"),
        "languages": gettext("languages"),
        "left_alone": gettext("corrected, left alone"),
        "pages": gettext("pages"),
        "parked": gettext("could not be read"),
        "reason": gettext("reason"),
        "problem": gettext("problem"),
        "why": gettext("why"),
        "corrected_aside": gettext("corrected pages kept in the history"),
    }
    said = [(names.get(name), value) for name, value in event.detail.items() if value not in ("", None, 0)]
    return ", ".join(
        f"{name}: {reason_from(value) if isinstance(value, dict) else value}" for name, value in said if name
    )


@register.filter
def event_user(event: AssetEvent) -> str:
    """Return who caused an event; a log outlives its people."""
    return _person(event, "user")


@register.filter
def version_user(version: PageVersion) -> str:
    """Return who made a version of a page; a history outlives its people."""
    return _person(version, "made_by")


def _person(row: Any, field: str) -> str:
    try:
        return str(getattr(row, field) or "")
    except ObjectDoesNotExist:
        return gettext("a person since removed")


@register.filter
def language_name(tag: str) -> str:
    """Return the name of a language in the language of the screen."""
    return str(spelled(label(tag, get_language() or "")))


@register.filter
def cue_times(said: dict[str, Any]) -> str:
    """Return from when to when a passage goes."""
    return f"{clock(said['start_ms'])}–{clock(said['end_ms'])}"


@register.filter
def time_left(seconds: int) -> str:
    """Return a time to wait in round figures."""
    if seconds < MINUTE:
        return gettext("less than a minute left")
    if seconds < 2 * HOUR:
        count = round(seconds / MINUTE)
        return ngettext("about %(count)s minute left", "about %(count)s minutes left", count) % {"count": count}
    count = round(seconds / HOUR)
    return ngettext("about %(count)s hour left", "about %(count)s hours left", count) % {"count": count}


@register.filter
def lasted(time: timedelta | None) -> str:
    """Return how long something took or has taken so far."""
    if time is None:
        return ""
    seconds = max(0, int(time.total_seconds()))
    if seconds < MINUTE:
        return gettext("%(seconds)s s") % {"seconds": seconds}
    if seconds < HOUR:
        return gettext("%(minutes)s min") % {"minutes": seconds // MINUTE}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": seconds // HOUR, "minutes": seconds % HOUR // MINUTE}
