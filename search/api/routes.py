"""The operations: each takes its parameters, makes its call and renders."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.params.functions import Path

from archive.extract.words import WordsUnreadable
from catalog.access import Audience, audience_of
from catalog.models import Record
from catalog.queries import hidden_assets, record_by_pid
from catalog.vocabulary.identifiers import PidNotValid, normalize_pid
from search.api.answering import SearchAway, refuse_unknown
from search.api.rendering import units as render
from search.api.rendering.record import record_answer
from search.api.rendering.search import facet_answer, search_answer
from search.api.shapes.parameters import FacetName, InsideQuery, Narrowed, Paged, SearchQuery, Spoken
from search.api.shapes.record import RecordAnswer
from search.api.shapes.search import FacetAnswer, SearchAnswer
from search.api.shapes.units import InsideAnswer, Unit, UnitList, Words
from search.finding.filters import Filters, read_filters
from search.finding.find import find
from search.finding.inside import hits_in_record
from search.finding.types import Answer, Question
from search.finding.units import PageOfRecord, UnitMissing, page_of_record, pages_of_record

router = Router()

Pid = Path(
    ...,
    description="Permanent id of a record; case, hyphens and blanks do not matter.",
    example="K7QX93MC0",
)
Name = Path(..., description="The facet.", example="subject")
Number = Path(..., ge=1, description="Number of the page in its record, from 1.", example=1)


@router.get("/search", response=SearchAnswer, operation_id="search", summary="Find records", tags=["Finding"])
def search(request: HttpRequest, asked: Query[SearchQuery]) -> SearchAnswer:
    """Find records as the search page does, with their best pages, facets and years."""
    refuse_unknown(request, SearchQuery)
    audience = audience_of(request.user)
    question = Question(
        _text(asked.q), _filters(asked), asked.sort, asked.page, asked.per_page, asked.exact, asked.more or ""
    )
    answer = _found(question, audience)
    hidden = hidden_assets([found.record for found in answer.hits], audience)
    return search_answer(answer, request, hidden)


@router.get(
    "/facets/{name}", response=FacetAnswer, operation_id="facet", summary="List the values of a facet",
    tags=["Finding"],
)  # fmt: skip
def facet(
    request: HttpRequest,
    asked: Query[Narrowed],
    name: FacetName = Name,
) -> FacetAnswer:
    """List up to 200 values that found records have in one facet, with the records each leaves."""
    refuse_unknown(request, Narrowed)
    question = Question(_text(asked.q), _filters(asked), per_page=1, exactly=asked.exact, wide=name)
    return facet_answer(_found(question, audience_of(request.user)), name)


@router.get("/records/{pid}", response=RecordAnswer, operation_id="record", summary="Read a record", tags=["Records"])
def record(request: HttpRequest, asked: Query[Spoken], pid: str = Pid) -> RecordAnswer:
    """Read all that is said of a record, in all languages, with the addresses of the files you may have."""
    refuse_unknown(request, Spoken)
    audience = audience_of(request.user)
    found = _record(pid, audience)
    return record_answer(found, request, hidden_assets([found], audience))


@router.get(
    "/records/{pid}/units", response=UnitList, operation_id="units", summary="List the pages of a record",
    tags=["Records"],
)  # fmt: skip
def units(request: HttpRequest, asked: Query[Paged], pid: str = Pid) -> UnitList:
    """List the pages of a record: languages, length of text, addresses of image, text and words."""
    refuse_unknown(request, Paged)
    first = (asked.page - 1) * asked.per_page + 1
    try:
        found = pages_of_record(_normal(pid), audience_of(request.user), first=first, limit=asked.per_page)
    except Record.DoesNotExist as error:
        raise Http404 from error
    return render.unit_list(found, asked, request)


@router.get(
    "/records/{pid}/units/{number}", response=Unit, operation_id="unit", summary="Read the text of a page",
    tags=["Records"],
)  # fmt: skip
def unit(request: HttpRequest, asked: Query[Spoken], pid: str = Pid, number: int = Number) -> Unit:
    """Read one page with its text."""
    refuse_unknown(request, Spoken)
    return render.unit(*_page(request, pid, number), request)


@router.get(
    "/records/{pid}/units/{number}/words", response=Words, operation_id="words", summary="Read the words of a page",
    tags=["Records"],
)  # fmt: skip
def words(request: HttpRequest, asked: Query[Spoken], pid: str = Pid, number: int = Number) -> Any:
    """Read the words of a page with their boxes, lines and confidence; packed (gzip) for who takes that."""
    refuse_unknown(request, Spoken)
    found = _page(request, pid, number)
    try:
        body = render.words(*found)
    except WordsUnreadable as error:
        raise Http404 from error
    return HttpResponse(render.as_bytes(body), content_type="application/json; charset=utf-8")


@router.get(
    "/records/{pid}/search", response=InsideAnswer, operation_id="inside", summary="Find places in a record",
    tags=["Finding"],
)  # fmt: skip
def inside(request: HttpRequest, asked: Query[InsideQuery], pid: str = Pid) -> InsideAnswer:
    """Find every place on the pages of one record, in reading order, with boxes."""
    refuse_unknown(request, InsideQuery)
    audience = audience_of(request.user)
    found = _record(pid, audience)
    places = hits_in_record(found, _text(asked.q), audience, exactly=asked.exact)
    hidden = hidden_assets([found], audience)
    return render.InsideAnswers(found, hidden, asked, request).answer(places)


def _text(query: str) -> str:
    """Return a query as the pages read it: no text is an error."""
    return query.replace("\x00", " ").strip()


def _filters(asked: Narrowed) -> Filters:
    names = {name: field.alias or name for name, field in Narrowed.model_fields.items()}
    return read_filters({alias: _written(getattr(asked, name)) for name, alias in names.items()})


def _written(value: Any) -> list[str]:
    """Return a parameter as it stands in an address."""
    if isinstance(value, bool):
        return ["1"] if value else []
    if isinstance(value, list):
        return [str(each) for each in value]
    return [] if value is None else [str(value)]


def _found(question: Question, audience: Audience) -> Answer:
    """Return the answer. Titles alone, browsed while the engine is away, would pass for results: not for programs."""
    answer = find(question, audience)
    if answer.engine_away:
        raise SearchAway
    return answer


def _normal(pid: str) -> str:
    try:
        return normalize_pid(pid)
    except PidNotValid as error:
        raise Http404 from error


def _record(pid: str, audience: Audience) -> Record:
    try:
        return record_by_pid(_normal(pid), audience)
    except Record.DoesNotExist as error:
        raise Http404 from error


def _page(request: HttpRequest, pid: str, number: int) -> tuple[Record, PageOfRecord]:
    try:
        return page_of_record(_normal(pid), audience_of(request.user), number)
    except (Record.DoesNotExist, UnitMissing) as error:
        raise Http404 from error
