"""Write the keys by which names of authority rows are looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from catalog.choices import CONTENT_LANGUAGES
from catalog.models import Agent, Place, Subject
from catalog.models.authority import Authority
from search.analysis import ANALYSIS_VERSION
from search.indices import analyzer
from search.models import LabelKey
from search.query.labels import label_keys

STEP = 500
LONGEST_NAME = 200


def authority_of(row: Authority) -> str:
    """Return how a row is named among the keys."""
    return f"{row._meta.model_name}:{row.pk}"


@transaction.atomic
def key_labels(rows: Iterable[Authority]) -> None:
    """Write the keys of these rows anew."""
    wanted = list(rows)
    LabelKey.objects.filter(authority__in=[authority_of(row) for row in wanted]).delete()
    LabelKey.objects.bulk_create([key for row in wanted for key in _keys(row)], batch_size=STEP)


def forget_labels(row: Authority) -> None:
    """Remove the keys of a row that goes away."""
    LabelKey.objects.filter(authority=authority_of(row)).delete()


def key_all_labels(*, only_stale: bool = False) -> int:
    """Write the keys of all rows, or only where those of this version of the analysis are wanting; count the rows."""
    current = LabelKey.objects.filter(analysis=ANALYSIS_VERSION)
    if only_stale and current.exists() and not LabelKey.objects.exclude(analysis=ANALYSIS_VERSION).exists():
        return 0
    LabelKey.objects.exclude(analysis=ANALYSIS_VERSION).delete()
    count = 0
    for model in (Agent, Subject, Place):
        after = 0
        while rows := list(model.objects.filter(pk__gt=after).order_by("pk")[:STEP]):
            key_labels(rows)
            after, count = rows[-1].pk, count + len(rows)
    return count


def _keys(row: Authority) -> Iterator[LabelKey]:
    seen: set[tuple[str, str]] = set()
    for text, language, is_label in _names(row):
        for key in label_keys(analyzer().tokens(text, (language,) if language else ())):
            if (text, key) in seen:
                continue
            seen.add((text, key))
            yield LabelKey(
                authority=authority_of(row),
                text=text,
                language=language,
                is_label=is_label,
                key=key,
                analysis=ANALYSIS_VERSION,
            )


def _names(row: Authority) -> Iterator[tuple[str, str, bool]]:
    for code in CONTENT_LANGUAGES:
        if label := (getattr(row, f"label_{code}") or "").strip():
            yield label[:LONGEST_NAME], code, True
    for variant in row.variants if isinstance(row.variants, list) else []:
        if isinstance(variant, str) and variant.strip():
            yield variant.strip()[:LONGEST_NAME], "", False
