"""The starter vocabulary is loaded once and leaves what people made alone."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from catalog.models import Place, Subject
from catalog.operations.load_vocabulary import load_vocabulary
from catalog.vocabulary.terms import place_terms, subject_terms
from search.models import LabelKey

pytestmark = pytest.mark.django_db


def test_loading_twice_adds_nothing_and_leaves_what_was_edited_or_named_already() -> None:
    own = Subject.objects.create(slug="tamga", label_ru="Таможня", label_en="Our own word")
    first = load_vocabulary()
    assert first.added == len(subject_terms()) + len(place_terms()) - 1
    assert first.held == 1
    own.refresh_from_db()
    assert own.label_en == "Our own word"  # type: ignore[attr-defined]
    assert not Subject.objects.filter(slug="customs").exists()
    seal = Subject.objects.get(slug="customs-seal")
    seal.label_uz, seal.variants = "Qoʻrgʻoshin tamgʻa", ["plomba"]  # type: ignore[attr-defined]
    seal.save()
    out = StringIO()
    call_command("vocabulary", stdout=out)
    assert out.getvalue().startswith("Added 0 terms")
    seal.refresh_from_db()
    assert (seal.label_uz, seal.variants) == ("Qoʻrgʻoshin tamgʻa", ["plomba"])  # type: ignore[attr-defined]
    river = Place.objects.get(slug="amu-darya")
    assert "Oxus" in river.variants
    assert river.latitude
    assert LabelKey.objects.filter(text="Oxus").exists()
