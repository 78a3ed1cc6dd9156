"""Shows Uzbek content in the spelling of the page: Cyrillic, or the 2026 Latin where the site has switched."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import get_language

from catalog.vocabulary.spelling import CYRILLIC, LATIN_1995, LATIN_2026, spell

register = template.Library()


def variant_of_page() -> str:
    """Return the spelling variant Uzbek text takes on the page being made."""
    if get_language() == CYRILLIC:
        return CYRILLIC
    return LATIN_2026 if settings.FONDS_UZ_LATIN == "2026" else LATIN_1995


@register.filter(is_safe=True)
def spelled(value: Any, language: str = "uz") -> Any:
    """Return Uzbek text in the spelling of the page; text in another ``language`` comes back as it is.

    Source texts (what is written on the thing itself) are never given to this filter: titles made by cataloguers,
    descriptions and names are.
    """
    if value is None or (language or "").split("-")[0] != "uz" or (get_language() or "").split("-")[0] != "uz":
        return value
    text = spell(str(value), variant_of_page())
    return mark_safe(text) if isinstance(value, SafeData) else text  # noqa: S308  # it was safe before


@register.filter
def named(thing: Any) -> Any:
    """Return the ``label`` of a link, facet value or authority, spelled when its ``lang`` says it is Uzbek."""
    if isinstance(thing, dict):
        return spelled(thing.get("label"), thing.get("lang") or "")
    return spelled(getattr(thing, "label", thing), getattr(thing, "lang", ""))


@register.filter
def html_language(language: str) -> str:
    """Return the BCP 47 tag of a language as shown on this page: derived Cyrillic says so."""
    if language == "uz":
        shown = get_language() or "uz"
        return "uz-Cyrl" if shown == CYRILLIC else "uz-Latn"
    return conditional_escape({"uz-cyrl": "uz-Cyrl", "uz-latn": "uz-Latn"}.get(language, language))
