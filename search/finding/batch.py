"""Answer a list of queries one by one: how each was read, how much it finds, and what it finds first."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from catalog.access import Audience
from catalog.models import Record
from catalog.queries import visible_records
from search.access import access_filters
from search.documents.source import object_id_of
from search.engines.base import SearchRequest
from search.engines.errors import EngineError
from search.finding.notes import sentence
from search.finding.reading import asks_text_only, read_query, record_tree, strict_unit_tree
from search.indices import Indices, indices
from search.query import Reading
from search.query.filters import Range
from search.query.printing import Printer, print_query
from search.query.syntax import Quoted, Span

MOST_LINES = 500
LONGEST_LINE = 300
TOP_HITS = 3

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """One line: the query as read, written in the language of the search box, and what it finds.

    ``pages`` is None where pages cannot be asked alike (dates, fields of records); ``is_away`` says that the engine
    did not answer, so that no number means anything.
    """

    line: str
    read_as: str
    notes: tuple[str, ...]
    records: int = 0
    pages: int | None = None
    hits: tuple[Record, ...] = ()
    is_away: bool = False


def answer_lines(
    lines: Iterable[str], audience: Audience, *, exactly: bool = False, as_phrases: bool = False
) -> Iterator[LineAnswer]:
    """Yield an answer for each line, as the audience would find it; nothing in a line raises.

    ``as_phrases`` takes the words of a line as a phrase, whatever signs it has: the way for names.
    """
    is_away = False
    for line in lines:
        reading = _reading(line, exactly=exactly, as_phrase=as_phrases)
        read_as = Printer(line).text(reading.syntax)
        answer = LineAnswer(line, read_as, tuple(sentence(note) for note in reading.notes))
        if reading.syntax is None:
            yield answer
            continue
        if not is_away:
            try:
                yield _found(answer, reading, audience, indices())
                continue
            except EngineError as error:
                logger.error("The search engine is away: %s", error)
                is_away = True
        yield replace(answer, is_away=True)


def _reading(line: str, *, exactly: bool, as_phrase: bool) -> Reading:
    if as_phrase:
        bare = " ".join(line.translate(dict.fromkeys(map(ord, '"“”„«»'), " ")).split())
        line = print_query(Quoted(Span(0, 0), bare))
    return read_query(line, exactly=exactly)


def _found(answer: LineAnswer, reading: Reading, audience: Audience, engines: Indices) -> LineAnswer:
    access = access_filters(audience)
    result = engines.records.search(SearchRequest(record_tree(reading), access, limit=TOP_HITS))
    keys = [object_id_of(hit.id) for hit in result.hits]
    # The index may lag behind a restriction; the database has the last word on what is shown.
    visible = {record.pk: record for record in visible_records(audience).filter(pk__in=keys)}
    pages = None
    if asks_text_only(reading.syntax):
        pages = engines.units.count(strict_unit_tree(reading), (Range("order", gte=1), *access))
    hits = tuple(visible[key] for key in keys if key in visible)
    return replace(answer, records=result.total - (len(keys) - len(hits)), pages=pages, hits=hits)
