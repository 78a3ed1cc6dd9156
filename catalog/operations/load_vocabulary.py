"""Load the starter vocabulary into subjects and places, leaving every row that is there as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction

from catalog.choices import CONTENT_LANGUAGES
from catalog.models import Place, Subject
from catalog.vocabulary.terms import Term, place_terms, subject_terms

Row = TypeVar("Row", Subject, Place)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added, and how many terms were there already."""

    added: int
    held: int


@transaction.atomic
def load_vocabulary() -> Loaded:
    """Add the terms that no row has by its short name or by one of its names; a second run adds nothing.

    A row that is there is never changed, whoever made it: people may have edited it.
    """
    subjects = _add(Subject, subject_terms())
    places = _add(Place, place_terms())
    return Loaded(subjects.added + places.added, subjects.held + places.held)


def _add(model: type[Row], terms: Iterable[Term]) -> Loaded:
    slugs, names = _known(model)
    added = held = 0
    for term in terms:
        if term.slug in slugs or not names.isdisjoint(name.casefold() for name in term.names):
            held += 1
            continue
        # Saved one by one, so that whoever follows names hears of each.
        model.objects.create(slug=term.slug, variants=list(term.variants), **_labels(term), **_position(model, term))
        added += 1
    return Loaded(added, held)


def _known(model: type[Row]) -> tuple[set[str], set[str]]:
    slugs: set[str] = set()
    names: set[str] = set()
    for slug, *labels in model.objects.values_list("slug", *(f"label_{code}" for code in CONTENT_LANGUAGES)):
        slugs.add(slug)
        names.update(label.casefold() for label in labels if label)
    return slugs, names


def _labels(term: Term) -> dict[str, str]:
    return {f"label_{code}": name for code, name in zip(CONTENT_LANGUAGES, term.names, strict=True)}


def _position(model: type[Row], term: Term) -> dict[str, Any]:
    if model is not Place or term.position is None:
        return {}
    return {"latitude": term.position[0], "longitude": term.position[1]}
