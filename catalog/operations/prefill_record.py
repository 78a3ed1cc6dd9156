"""Fill a record from what its file says about itself, leaving alone whatever a person has set."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from archive.models import Asset
from archive.operations.attach_metadata import said_of
from catalog.choices import CONTENT_LANGUAGES, AgentRole
from catalog.kinds.registry import room_of
from catalog.manifest_queries import given_fields
from catalog.models import Agent, Place, Record, RecordAgent, RecordAsset, Subject
from catalog.operations.amend_record import amend_record
from catalog.operations.enter_references import enter_references, references_left
from catalog.operations.name_authority import name_authority
from catalog.vocabulary.dates import DateNotUnderstood, parse_date

MAX_KEYWORDS = 40


def prefill_records(asset: Asset) -> list[int]:
    """Fill every record whose first asset this is; return the keys of those that were saved, and so announced."""
    said = said_of(asset)
    ids = RecordAsset.objects.filter(**{asset.kind: asset.pk}).order_by("record").values_list("record", flat=True)
    saved = []
    for pk in list(ids.distinct()):
        with transaction.atomic():
            # Held until the commit: what a person saves meanwhile must not be lost under what was read before.
            record = Record.objects.select_for_update().get(pk=pk)
            if _fill(record, asset, said):
                saved.append(pk)
    return saved


def _fill(record: Record, asset: Asset, said: dict[str, Any]) -> bool:
    first = record.record_assets.order_by("sort_order", "pk").first()
    is_first = first is not None and getattr(first, f"{asset.kind}_id") == asset.pk
    is_saved = is_first and prefill_record(record=record, asset=asset, said=said)
    room_of(record.kind).fill(record, asset, said)
    return is_saved


def prefill_record(*, record: Record, asset: Asset, said: dict[str, Any]) -> bool:
    """Set the fields that the file's metadata give, and neither a person nor a manifest; return whether any changed."""
    settled = {*record.edited_fields, *given_fields(record.pk)}
    wanted: dict[str, object] = {
        name: value
        for name, value in _plain_fields(said).items()
        if value and name not in settled and getattr(record, name) != value
    }
    languages = asset.technical.get("languages") or []
    if languages and "languages" not in settled and record.languages != languages:
        wanted["languages"] = languages
    # A record that a person has opened keeps the names that person saw; only fields still empty-handed are filled.
    with references_left():
        linked = record.latest_revision_id is None and _link_authorities(record, said, settled)
    if wanted or linked:
        with references_left():
            amend_record(record=record, changes=wanted)
        if linked:
            enter_references(record)
    return bool(wanted) or linked


def _plain_fields(said: dict[str, Any]) -> dict[str, str]:
    title, caption = said.get("title") or {}, said.get("caption") or {}
    fields = {"original_title": _cut(title.get("default") or said.get("headline"), 500), "date_edtf": _date(said)}
    for code in CONTENT_LANGUAGES:
        fields[f"title_{code}"] = _cut(_in_language(title, code), 500)
        fields[f"description_{code}"] = _in_language(caption, code)
        fields[f"credit_line_{code}"] = ""
    if caption.get("default") and not any(fields[f"description_{code}"] for code in CONTENT_LANGUAGES):
        fields[f"description_{_guess(caption['default'])}"] = caption["default"]
    credit = said.get("credit") or (said.get("copyright") or {}).get("default") or ""
    fields["credit_line_uz"] = _cut(credit, 300)
    return fields


def _in_language(text: dict[str, Any], code: str) -> str:
    spoken = text.get("by_language") or {}
    return next((value for tag, value in spoken.items() if tag.split("-")[0] == code), "")


def _guess(text: str) -> str:
    """Return the content language under which a caption of unknown language is kept."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    cyrillic = sum("а" <= letter <= "я" or letter in "ёўқғҳ" for letter in letters)
    if cyrillic * 2 > len(letters):
        return "ru"
    return "uz" if any(mark in text for mark in ("ʻ", "oʼ", "gʼ", "o‘", "g‘")) else "en"


def _date(said: dict[str, Any]) -> str:
    try:
        return parse_date(said.get("date_edtf") or "").edtf
    except DateNotUnderstood:
        return ""


def _link_authorities(record: Record, said: dict[str, Any], settled: Collection[str]) -> bool:
    """Tie agents, subjects and a place named in the file to the record, making rows for new names."""
    changed = False
    if "record_agents" not in settled and not record.record_agents.exists():
        for order, name in enumerate(said.get("creators") or []):
            agent = name_authority(Agent, name)
            RecordAgent.objects.create(record=record, agent=agent, role=AgentRole.CREATOR, sort_order=order)
            changed = True
    keywords = (said.get("keywords") or [])[:MAX_KEYWORDS]
    if keywords and "subjects" not in settled and not record.subjects.exists():
        record.subjects.set([name_authority(Subject, word) for word in keywords])
        changed = True
    place = said.get("place") or {}
    name = place.get("sublocation") or place.get("city") or place.get("name") or place.get("country")
    if name and "places" not in settled and not record.places.exists():
        record.places.set([name_authority(Place, name)])
        changed = True
    return changed


def _cut(text: str | None, length: int) -> str:
    return " ".join((text or "").split())[:length]
