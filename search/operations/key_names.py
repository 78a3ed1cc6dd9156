"""Keep the keys of names in step with people, subjects and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from catalog.choices import CONTENT_LANGUAGES
from catalog.models import Agent, Place, Subject
from search.beginnings import name_keys
from search.models import NameKey

AUTHORITIES: dict[str, Any] = {"creator": Agent, "place": Place, "subject": Subject}
"""The model behind each facet whose values have names."""
BATCH = 500
LONGEST_NAME = 200


@transaction.atomic
def key_names(*, facet: str, authority_ids: Iterable[int]) -> int:
    """Make the keys of these authorities anew and return how many there are; those of absent ones go."""
    wanted = list(authority_ids)
    NameKey.objects.filter(facet=facet, authority_id__in=wanted).delete()
    rows = [key for row in AUTHORITIES[facet].objects.filter(pk__in=wanted) for key in keys_of(facet, row)]
    NameKey.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def key_all_names() -> int:
    """Make all keys anew, as after a change of the analysis; return how many there are."""
    count = 0
    for facet, model in AUTHORITIES.items():
        ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
        NameKey.objects.filter(facet=facet).delete()
        for start in range(0, len(ids), BATCH):
            count += key_names(facet=facet, authority_ids=ids[start : start + BATCH])
    return count


def keys_of(facet: str, row: Any) -> Iterator[NameKey]:
    """Yield the keys of one authority, unsaved, each once."""
    names = [*(getattr(row, f"label_{code}") for code in CONTENT_LANGUAGES), *map(str, row.variants)]
    seen: set[str] = set()
    for name in names:
        for rank, key in name_keys(name or ""):
            if key not in seen:
                seen.add(key)
                said = name[:LONGEST_NAME]
                yield NameKey(facet=facet, authority_id=row.pk, rank=rank, key=key.encode(), said=said)
