"""What is asked of the find service and what it answers, without addresses or markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from catalog.models import Record
from search.engines.base import DEEPEST_WINDOW
from search.finding.filters import Filters
from search.query import Reading

PER_PAGE = 20
MOST_PER_PAGE = 100


class Sort(StrEnum):
    """How found records are ordered."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST_DATE = "date"
    LATEST_DATE = "-date"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks. ``sort`` None lets the service choose: by relevance with words, else what came last."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort | None = None
    page: int = 1
    per_page: int = PER_PAGE
    exactly: bool = False
    wide: str = ""
    """The facet to be shown with all its values."""
    translated: bool = True
    """Names of subjects, places and agents are searched in the other languages too."""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """One value of a facet: the value as filters take it, its name, and how many records have it."""

    value: str
    label: str
    label_language: str
    count: int
    is_selected: bool
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The values of one facet; ``has_more`` when the index holds further ones."""

    name: str
    values: tuple[FacetCount, ...]
    has_more: bool


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Passage:
    """A place where a record says what was asked: a page, a passage that is spoken, or the description.

    What is spoken has ``transcript_id``, and ``start_ms`` where its transcript has times.

    ``page_number`` counts the pages of the record, ``hit`` the hits of the page from 1; ``segments`` are pieces of
    text, each marked as hit or not; boxes of all hits of the page as fractions of its upright image.
    """

    page_number: int | None
    language: str
    segments: tuple[tuple[str, bool], ...]
    is_cut_before: bool
    is_cut_after: bool
    hit: int
    hit_count: int
    boxes: tuple[Box, ...]
    score: float = 0.0
    transcript_id: int | None = None
    start_ms: int | None = None

    @property
    def is_note(self) -> bool:
        """Say whether this is a place in the description."""
        return self.page_number is None and self.transcript_id is None


@dataclass(frozen=True, slots=True)
class Found:
    """A record with its best passages; ``more_pages`` pages beyond these also have words asked for."""

    record: Record
    score: float
    passages: tuple[Passage, ...]
    more_pages: int
    more_hits: int = 0


@dataclass(frozen=True, slots=True)
class Loosened:
    """A looser question that finds something, and how many records it finds."""

    text: str
    filters: Filters
    exactly: bool
    count: int


@dataclass(frozen=True, slots=True)
class Mended:
    """A query with its mistyped words mended, the same in pieces (each changed or not), and what it finds."""

    text: str
    segments: tuple[tuple[str, bool], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. With ``engine_away`` set, titles alone were searched, in the database, and nothing counted."""

    question: Question
    reading: Reading
    sort: Sort
    total: int
    hits: tuple[Found, ...]
    page: int = 1
    pages_found: int = 0
    facets: tuple[FacetCounts, ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    undated: int = 0
    """How many records without a date all but the years leaves."""
    loosened: tuple[Loosened, ...] = ()
    mended: tuple[Mended, ...] = ()
    engine_away: bool = False
    searched: int = 0
    """How many records the audience may find at all; counted where nothing was found."""

    @property
    def is_deeper(self) -> bool:
        """Say whether more is found than can be turned to page by page."""
        return self.total > DEEPEST_WINDOW

    @property
    def page_count(self) -> int:
        """Return how many pages of results can be turned to."""
        size = min(max(1, self.question.per_page), MOST_PER_PAGE)
        return min(max(1, -(-self.total // size)), DEEPEST_WINDOW // size)
