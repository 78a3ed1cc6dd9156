"""Carry the facts of a record's kind through drafts, revisions and publishing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db import models

    from catalog.kinds.room import Room
    from catalog.models.record import Record


def _room(record: Record) -> Room | None:
    # The rooms import the models of this package.
    from catalog.kinds.registry import room_of  # noqa: PLC0415

    try:
        return room_of(record.kind)
    except KeyError:
        return None


def fact_names(room: Room) -> list[str]:
    """Return the names of the facts that staff edit."""
    return [panel.field_name for panel in room.panels()]


def stored_facts(record: Record, room: Room) -> models.Model | None:
    """Return the row of the kind's own facts, if there is one."""
    found: models.Model | None = room.facts_model._default_manager.filter(record_id=record.pk).first()
    return found if record.pk else None


def keep_facts(model: type[models.Model], record: Record, facts: Mapping[str, Any]) -> None:
    """Keep facts of a record's kind in its row, made where there is none; what is kept already is not written again."""
    row = model._default_manager.filter(record=record).first()
    if row is None:
        model._default_manager.create(record=record, **facts)
        return
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.save(update_fields=changed)


def facts_of(record: Record) -> dict[str, Any]:
    """Return the facts that staff edit, by name, as the record in hand has them: a draft's own, else the stored."""
    room = _room(record)
    if room is None:
        return {}
    names = fact_names(room)
    row = stored_facts(record, room) or room.facts_model()
    stored = {name: getattr(row, name) for name in names}
    return {**stored, **{name: value for name, value in (record.draft_facts or {}).items() if name in names}}


def publish_facts(record: Record) -> None:
    """Write the facts a draft brought along, but only those a person has set: a file may have said more since."""
    room = _room(record)
    if room is None or not record.draft_facts:
        return
    names = set(fact_names(room)) & set(record.edited_fields)
    changes = {name: value for name, value in record.draft_facts.items() if name in names}
    record.draft_facts = None
    if changes:
        room.facts_model._default_manager.update_or_create(record=record, defaults=changes)
