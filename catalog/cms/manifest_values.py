"""Say in the reader's language what a row of a manifest sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from catalog.choices import Access, AgentRole, IdentifierScheme, content_language
from catalog.crosswalks.manifest import FIELDS, Facts
from catalog.vocabulary.dates import date_label, parse_date
from catalog.vocabulary.languages import label as language_label
from catalog.vocabulary.rights import rights

NAMES = ("subjects", "places")


@dataclass(frozen=True, slots=True)
class Said:
    """One field and its value, both for people."""

    label: str
    value: str


def said_by(facts: Facts) -> list[Said]:
    """Return what a row sets, field by field."""
    said = [
        Said(gettext(FIELDS[name].label), _shown(name, value))
        for name, value in facts.fields.items()
        if value is not None and name in FIELDS
    ]
    said += [Said(str(AgentRole(role).label), name) for role, name in facts.agents]
    said += [
        Said(gettext(FIELDS[name].label), ", ".join(getattr(facts, name))) for name in NAMES if getattr(facts, name)
    ]
    said += [Said(str(IdentifierScheme(scheme).label), number) for scheme, number in facts.identifiers]
    if facts.collection:
        said.append(Said(gettext(FIELDS["collection"].label), facts.collection))
    return said


def _shown(name: str, value: Any) -> str:
    if name == "date_edtf":
        return date_label(parse_date(value), get_language() or "en")
    if name == "access":
        return str(Access(value).label)
    if name == "rights":
        return rights(value).label(content_language())
    if name == "languages":
        return ", ".join(language_label(tag, content_language()) for tag in value)
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)
