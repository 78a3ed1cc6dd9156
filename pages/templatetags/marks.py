"""Shows pieces of text with what was found in them marked."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def marked(segments: Iterable[tuple[str, bool]]) -> SafeString:
    """Return pieces of text one after another, those that were found in ``mark``; a page shows hundreds of them."""
    pieces = [f"<mark>{escape(text)}</mark>" if is_hit else escape(text) for text, is_hit in segments]
    return mark_safe("".join(pieces))  # noqa: S308  # every piece is escaped
