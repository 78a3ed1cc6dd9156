"""Carry what a row of a manifest says into a record, leaving alone what a person has edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from catalog.choices import CONTENT_LANGUAGES
from catalog.crosswalks.manifest import Facts, Problem
from catalog.manifest_queries import given_fields
from catalog.models import Agent, Collection, Place, Record, RecordAgent, RecordIdentifier, Subject
from catalog.operations.amend_record import amend_record
from catalog.operations.name_authority import name_authority

if TYPE_CHECKING:
    from catalog.models import User

_TOGETHER = ("access", "embargo_until")


@dataclass(frozen=True, slots=True)
class Carried:
    """The fields that were set, and those that a person had edited, which were left."""

    given: list[str]
    kept: list[str]


def apply_facts(*, record_id: int, facts: Facts, user: User | None = None) -> Carried:
    """Set what a row says in a record, and in the draft beside it; names not known yet are made.

    A relation (subjects, places, people, numbers) is set as a whole. Saying the same again changes nothing.
    """
    with transaction.atomic():
        record = Record.objects.select_for_update().get(pk=record_id)
        edited = set(record.edited_fields)
        if edited & set(_TOGETHER):
            edited |= set(_TOGETHER)
        wanted = _plain(record, facts, edited)
        relations = _relations(facts)
        kept = sorted((wanted.keys() | relations.keys()) & edited)
        changes = {name: value for name, value in wanted.items() if name not in edited}
        given = sorted({*changes, *(name for name in relations if name not in edited)})
        changes = {name: value for name, value in changes.items() if getattr(record, name) != value}
        for name, values in relations.items():
            if name not in edited and (rows := _rows(record, name, values)) is not None:
                changes[name] = rows
        if changes:
            amend_record(record=record, changes=changes, user=user)
    return Carried(given, kept)


def _plain(record: Record, facts: Facts, edited: set[str]) -> dict[str, Any]:
    wanted = dict(facts.fields)
    if facts.collection:
        wanted["collection"] = find_collection(facts.collection)
    titled = any(wanted.get(f"title_{code}") for code in CONTENT_LANGUAGES)
    if titled and not wanted.get("original_title") and not {"original_title"} & (edited | given_fields(record.pk)):
        # What stands there is the name of the file, which would be shown in place of a title of another language.
        wanted["original_title"] = ""
    return wanted


def _relations(facts: Facts) -> dict[str, list[Any]]:
    said: dict[str, list[Any]] = {
        "record_agents": facts.agents, "subjects": facts.subjects, "places": facts.places,
        "identifiers": facts.identifiers,
    }  # fmt: skip
    return {name: values for name, values in said.items() if values}


def _rows(record: Record, name: str, values: list[Any]) -> list[Any] | None:
    """Return the rows of a relation as they are to be; None where they are so already."""
    if name == "record_agents":
        people = [(role, name_authority(Agent, person)) for role, person in values]
        held = [(row.role, row.agent_id) for row in record.record_agents.order_by("sort_order", "pk")]
        if held == [(role, agent.pk) for role, agent in people]:
            return None
        return [
            RecordAgent(record=record, agent=agent, role=role, sort_order=place)
            for place, (role, agent) in enumerate(people)
        ]
    if name == "identifiers":
        held = [(row.scheme, row.value) for row in record.identifiers.order_by("sort_order", "pk")]
        if held == values:
            return None
        return [
            RecordIdentifier(record=record, scheme=scheme, value=value, sort_order=place)
            for place, (scheme, value) in enumerate(values)
        ]
    model: Any = Subject if name == "subjects" else Place
    named = list(dict.fromkeys(name_authority(model, word) for word in values))
    return None if {row.pk for row in getattr(record, name).all()} == {row.pk for row in named} else named


def find_collection(name: str) -> Collection | None:
    """Return the collection of this short name, reference code or title; None where there is none."""
    known = Q(slug__iexact=name) | Q(reference__iexact=name)
    for code in CONTENT_LANGUAGES:
        known |= Q(**{f"title_{code}__iexact": name})
    found: Collection | None = Collection.objects.filter(known).order_by("pk").first()
    return found


def unknown_collection(facts: Facts) -> Problem | None:
    """Return what is wrong with the collection a row names, if there is none of that name."""
    if not facts.collection or find_collection(facts.collection) is not None:
        return None
    message = gettext_noop(
        "There is no collection “%(value)s”. Make it first, or write the short name of one there is; then try again."
    )
    return Problem(facts.columns.get("collection", ""), "unknown_collection", message, {"value": facts.collection[:80]})
