"""Look up what names in a query are called in the other languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from catalog.access import Audience
from catalog.choices import CONTENT_LANGUAGES
from catalog.queries import visible_records
from search.analysis import ANALYSIS_VERSION
from search.models import LabelKey
from search.query.labels import Label, Lookup

MOST_KEYS = 200
MOST_ROWS = 200
_AGENT = "agent:"


def lookup_for(audience: Audience) -> Lookup:
    """Return a look-up of names for an audience: one indexed query, one more where a name is that of an agent.

    Subjects and places are a public vocabulary. An agent may be known from a restricted record alone, so its names
    are told only to those who may see a record that names it.
    """

    def lookup(keys: Iterable[str]) -> Mapping[str, Sequence[Label]]:
        asked = list(islice(keys, MOST_KEYS))
        current = LabelKey.objects.filter(analysis=ANALYSIS_VERSION)
        named = current.filter(key__in=asked).values("authority")
        rows = list(
            current.filter(authority__in=named)
            .order_by("authority", "pk")
            .values_list("authority", "key", "text", "language", "is_label")[:MOST_ROWS]
        )
        return _labels_by_key(rows, set(asked), _closed_agents({row[0] for row in rows}, audience))

    return lookup


Row = tuple[str, str, str, str, bool]


def _labels_by_key(rows: Sequence[Row], asked: set[str], closed: set[str]) -> dict[str, list[Label]]:
    labels: dict[str, dict[str, Label]] = {}
    keys: dict[str, set[str]] = {}
    for authority, key, text, language, is_label in rows:
        if authority in closed:
            continue
        if is_label:
            labels.setdefault(authority, {})[language] = Label(text, language)
        if key in asked:
            keys.setdefault(key, set()).add(authority)
    return {
        key: [
            labels[authority][code]
            for authority in sorted(authorities)
            for code in CONTENT_LANGUAGES
            if code in labels.get(authority, {})
        ]
        for key, authorities in keys.items()
    }


def _closed_agents(authorities: set[str], audience: Audience) -> set[str]:
    """Return the agents among the rows that no record names which the audience may see."""
    agents = {int(each.removeprefix(_AGENT)) for each in authorities if each.startswith(_AGENT)}
    if not agents or audience.sees_everything:
        return set()
    seen = visible_records(audience).filter(record_agents__agent__in=agents).order_by()
    open_ids = set(seen.values_list("record_agents__agent", flat=True).distinct())
    return {f"{_AGENT}{each}" for each in agents - open_ids}
