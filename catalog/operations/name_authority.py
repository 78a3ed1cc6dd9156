"""Find the authority row a name stands for, or make one."""

from __future__ import annotations

import hashlib
from typing import TypeVar

from django.db.models import Q
from django.utils.text import slugify

from catalog.choices import CONTENT_LANGUAGES
from catalog.models import Agent, Place, Subject

Row = TypeVar("Row", Agent, Subject, Place)
LABEL_LENGTH = 200
SLUG_LENGTH = 80


def name_authority(model: type[Row], name: str) -> Row:
    """Return the agent, subject or place that bears a name in any language; a new row where none does.

    The short name is taken from the name itself, so that two runs make the same row.
    """
    label = " ".join(name.split())[:LABEL_LENGTH]
    known = Q()
    for code in CONTENT_LANGUAGES:
        known |= Q(**{f"label_{code}__iexact": label})
    found: Row | None = model.objects.filter(known).order_by("pk").first()
    if found is not None:
        return found
    # A new name is kept under every language until a person gives the translations: it reads the same to all.
    slug = slugify(label, allow_unicode=True)[: SLUG_LENGTH - 9] or "n"
    if model.objects.filter(slug=slug).exists():
        slug = f"{slug}-{hashlib.sha256(label.encode()).hexdigest()[:8]}"
    row, _ = model.objects.get_or_create(slug=slug, defaults={f"label_{code}": label for code in CONTENT_LANGUAGES[:1]})
    return row
