"""Draws Lucide icons inline, so that they take the color of the text beside them."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ICONS = Path(settings.FONDS_NODE_MODULES) / "lucide-static" / "icons"
# The icon of every kind; the word always follows it.
KIND_ICONS = {
    "photo": "image",
    "document": "file-text",
    "recording": "audio-lines",
    "video": "film",
    "museum_object": "amphora",
    "title": "book",
    "series": "folder-tree",
    "collection": "folder-tree",
    "story": "book-open-text",
}
_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class IconMissing(template.TemplateSyntaxError):
    """The name is no icon of Lucide."""


@cache
def _body(name: str) -> SafeString:
    file = ICONS / f"{name}.svg"
    found = _BODY.search(file.read_text("utf-8")) if file.is_file() else None
    if found is None:
        raise IconMissing(f"Lucide has no icon named {name!r}; look in {ICONS}.")
    return mark_safe(" ".join(found[1].split()))  # noqa: S308  # a file of the pinned package, not of a visitor


@register.simple_tag
@cache
def icon(name: str, size: int = 18) -> SafeString:
    """Return the icon as decorative SVG, ``size`` pixels wide; its name must stand beside it in words."""
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{1}</svg>',
        size,
        _body(name),
    )


@register.simple_tag
def kind_icon(kind: str, size: int = 18) -> SafeString:
    """Return the icon of a kind of record."""
    return icon(KIND_ICONS.get(kind, "file"), size)
