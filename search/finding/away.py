"""Browse titles in the database while the engine is away."""

from __future__ import annotations

from django.db.models import Q

from catalog.access import Audience
from catalog.choices import CONTENT_LANGUAGES
from catalog.queries import for_list, visible_records
from search.finding.reading import other_spellings, read_query
from search.finding.types import Answer, Found, Question, Sort

TITLES = ("original_title", *(f"title_{code}" for code in CONTENT_LANGUAGES))


def browse_titles(question: Question, audience: Audience) -> Answer:
    """Return the newest records whose title has every word asked for, in any of its spellings."""
    reading = read_query(question.text, exactly=question.exactly)
    records = visible_records(audience)
    for part in reading.parts:
        if part.kind != "without":
            for word in part.words:
                records = records.filter(_in_title(word))
    for name, column in (("kind", "kind__in"), ("collection", "collection__slug__in")):
        if values := question.filters.of(name):
            records = records.filter(**{column: values})
        if left_out := question.filters.left_out(name):
            records = records.exclude(**{column: left_out})
    start = (question.page - 1) * question.per_page
    shown = for_list(records).order_by("-created_at", "-pk")[start : start + question.per_page]
    hits = tuple(Found(record, 0.0, (), 0) for record in shown)
    return Answer(question, reading, Sort.NEWEST, records.count(), hits, engine_away=True)


def _in_title(word: str) -> Q:
    """Return the condition that a title has a word. Databases fold case for Latin letters only, so we give cases."""
    condition = Q()
    for form in (word, *other_spellings(word)):
        for cased in dict.fromkeys((form, form.lower(), form.capitalize(), form.upper())):
            for title in TITLES:
                condition |= Q(**{f"{title}__icontains": cased})
    return condition
