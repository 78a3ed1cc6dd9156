"""Describe the two logical indices, records and units, as values that every engine builds from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from search.analysis import ANALYSIS_VERSION, FieldForms


@dataclass(frozen=True, slots=True)
class TextField:
    """Text that is searched, in three forms; ``weight`` is its weight when no field is named."""

    name: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class KeywordField:
    """Whole values to filter and to count by; a document may have several."""

    name: str


@dataclass(frozen=True, slots=True)
class NumberField:
    """A whole number to filter, to count in steps and to sort by; at most one in a document."""

    name: str


@dataclass(frozen=True, slots=True)
class SortField:
    """A key to sort by as text (a title made ready for sorting); at most one in a document."""

    name: str


SchemaField = TextField | KeywordField | NumberField | SortField


@dataclass(frozen=True)
class IndexSchema:
    """A logical index. ``group`` names the keyword by which ``DeleteRecord`` finds what belongs to a record."""

    name: str
    texts: tuple[TextField, ...]
    keywords: tuple[KeywordField, ...]
    numbers: tuple[NumberField, ...]
    sorts: tuple[SortField, ...] = ()
    group: str = "record"
    version: int = 1
    weights: Mapping[str, float] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", {text.name: text.weight for text in self.texts})

    @property
    def fingerprint(self) -> str:
        """Return eight hexadecimal digits that change when the schema or the analysis does."""
        names = [self.name, self.group, str(self.version), str(ANALYSIS_VERSION)]
        fields: tuple[SchemaField, ...] = (*self.texts, *self.keywords, *self.numbers, *self.sorts)
        names += [f"{type(each).__name__}:{each.name}" for each in fields]
        return hashlib.sha256("\n".join(names).encode()).hexdigest()[:8]

    def keyword_names(self) -> frozenset[str]:
        return frozenset(each.name for each in self.keywords)

    def number_names(self) -> frozenset[str]:
        return frozenset(each.name for each in self.numbers)

    def text_names(self) -> frozenset[str]:
        return frozenset(each.name for each in self.texts)

    def sort_names(self) -> frozenset[str]:
        return frozenset(each.name for each in self.sorts) | self.number_names()


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """A document as engines take it: an id, its version, and values for fields of the schema."""

    id: str
    version: int
    texts: Mapping[str, FieldForms]
    keywords: Mapping[str, Sequence[str]]
    numbers: Mapping[str, int]
    sorts: Mapping[str, str] = field(default_factory=dict)


RECORDS = IndexSchema(
    name="records",
    texts=(
        TextField("title", 3.0),
        TextField("names", 2.0),
        TextField("subjects", 2.0),
        TextField("places", 1.5),
        TextField("identifiers", 4.0),
        TextField("description", 1.5),
        TextField("text", 1.0),
    ),
    keywords=tuple(
        KeywordField(name)
        for name in ("record", "kind", "collection", "language", "creator", "subject", "place", "rights", "access")
    ),
    numbers=tuple(
        NumberField(name)
        for name in ("decade", "year", "date_from", "date_to", "created", "open_on", "quality", "units")
    ),
    sorts=(SortField("title_key"), SortField("title_key_ru"), SortField("title_key_en")),
)
"""One document for each record; title_key is its title as readers of Uzbek find it in a list, the others as readers
of Russian and English do. Days (date_from, date_to, open_on) are ordinals as ``date.toordinal`` gives;
``created`` is milliseconds since 1970; ``decade`` and ``year`` are years; ``quality`` is 0 to 100."""

UNITS = IndexSchema(
    name="units",
    texts=(TextField("text", 1.0),),
    keywords=tuple(KeywordField(name) for name in ("record", "kind", "collection", "language", "access", "asset")),
    numbers=tuple(NumberField(name) for name in ("order", "start_ms", "end_ms", "open_on", "quality")),
)
"""One document for each page, transcript window or note; ``order`` is its place in the record, from 1."""
