"""Say of a record what its copies tell of themselves, in the reader's language and in all others."""

from __future__ import annotations

import dataclasses
import hashlib
import json

from django.conf import settings

from archive.delivery import Description
from archive.models import Asset
from catalog.choices import CONTENT_LANGUAGES, AgentRole
from catalog.models import Record

RECIPE = 1
"""Counted up when copies are made in another way, so that all are made anew."""
MAKERS = {AgentRole.PHOTOGRAPHER.value, AgentRole.CREATOR.value, AgentRole.AUTHOR.value}


def description_of(record: Record, language: str) -> Description:
    """Return what a copy of a file of this record says; ``language`` is a content language."""
    statement = record.rights_statement
    identifier = record.identifiers.first()
    return Description(
        language=language,
        titles={**_texts(record, "title"), **_original(record)},
        descriptions=_texts(record, "description"),
        credits=_texts(record, "credit_line"),
        rights={code: statement.label(code) for code in CONTENT_LANGUAGES} if statement else {},
        terms={code: statement.summary(code) for code in CONTENT_LANGUAGES} if statement else {},
        rights_uri=statement.uri if statement else "",
        is_protected=bool(statement and statement.code.startswith(("InC", "CC-"))),
        creators=_creators(record, language),
        identifier=identifier.value if identifier else record.pid,
        address=f"{settings.WAGTAILADMIN_BASE_URL}{record.permalink_path}",
        source=str(settings.WAGTAIL_SITE_NAME),
        date=record.date_edtf,
    )


def _texts(record: Record, name: str) -> dict[str, str]:
    return {code: text for code in CONTENT_LANGUAGES if (text := getattr(record, f"{name}_{code}") or "")}


def _original(record: Record) -> dict[str, str]:
    """Return the title in its own language, where no translated one stands there already."""
    code = record.original_language.split("-")[0]
    has_own = not record.original_title or (code in CONTENT_LANGUAGES and getattr(record, f"title_{code}"))
    return {} if has_own else {record.original_language or "und": record.original_title}


def _creators(record: Record, language: str) -> tuple[str, ...]:
    rows = record.record_agents.select_related("agent").order_by("sort_order")
    agents = [row.agent for row in rows if row.role in MAKERS]
    return tuple(getattr(agent, f"label_{language}") or str(agent) for agent in agents)


def edition_of(said: Description, asset: Asset, *, edge: int | None, keeps_location: bool) -> str:
    """Return what stands for all that goes into a copy; another one means another copy."""
    parts = [RECIPE, dataclasses.asdict(said), asset.sha256, asset.media_type, edge, keeps_location]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=dict).encode()).hexdigest()
