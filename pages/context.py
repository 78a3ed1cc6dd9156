"""Tells every public page its language variants, its name and where its navigation leads."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject, lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.web.asked_language import PARAMETER
from pages.queries import tagline

# Each variant names itself in its own letters, whatever the page speaks.
LABELS = {"uz": ("Oʻz", "Oʻzbekcha"), "uz-cyrl": ("Ўз", "Ўзбекча"), "ru": ("Ру", "Русский"), "en": ("En", "English")}
LABELS_2026 = {"uz": ("Öz", "Özbekça")}
TAGS = {"uz": "uz-Latn", "uz-cyrl": "uz-Cyrl"}
# Address name, label: an entry is shown where the address exists.
NAVIGATION = (("search", _("Search")), ("collections", _("Collections")))


@dataclass(frozen=True)
class Variant:
    """One language variant of the interface, and this same page in it."""

    code: str
    short: str
    label: str
    tag: str
    url: str
    active: bool


@dataclass(frozen=True)
class NavigationEntry:
    """One entry of the main navigation."""

    label: Any
    url: str
    active: bool


def variants(path: str, query: str = "") -> list[Variant]:
    """Return this page in each language; ``path`` is its address, ``query`` the part after the question mark."""
    labels = {**LABELS, **LABELS_2026} if settings.FONDS_UZ_LATIN == "2026" else LABELS
    current = get_language()
    codes = [code for code, _name in settings.LANGUAGES]
    first, _slash, rest = path.lstrip("/").partition("/")
    tail = rest if first in codes else ""
    suffix = f"?{query}" if query and first in codes else ""
    asked = QueryDict(query, mutable=True)
    return [
        Variant(
            code=code,
            short=labels[code][0],
            label=labels[code][1],
            tag=TAGS.get(code, code),
            url=_in_query(path, asked, code)
            if first not in codes and PARAMETER in asked
            else f"/{code}/{tail}{suffix}",
            active=code == current,
        )
        for code in codes
    ]


def _in_query(path: str, asked: QueryDict, code: str) -> str:
    """Return a page whose language stands in its query, in another."""
    asked[PARAMETER] = code
    return f"{path}?{asked.urlencode()}"


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def navigation(path: str) -> list[NavigationEntry]:
    """Return the entries whose pages exist."""
    found = ((label, _address(name)) for name, label in NAVIGATION)
    return [NavigationEntry(label, url, path.startswith(url)) for label, url in found if url]


def site(request: HttpRequest) -> dict[str, Any]:
    """Add what ``base.html`` shows on every page."""
    # Wagtail's own headings take a ``search_url`` for the name of an address and fail over another's.
    is_admin = request.path.startswith(_address("wagtailadmin_home") or "/admin/")
    return {
        "variants": variants(request.path, request.META.get("QUERY_STRING", "")),
        "navigation": navigation(request.path),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_tagline": SimpleLazyObject(lambda: lazystr(tagline())),
        "search_url": "" if is_admin else _address("search") or "",
        "home_url": f"/{get_language()}/",
        "html_tag": TAGS.get(get_language() or "", get_language()),
        "is_cyrillic": get_language() in {"uz-cyrl", "ru"},
        "uz_latin": settings.FONDS_UZ_LATIN,
    }
