"""What a search answers."""

from __future__ import annotations

from pydantic import BaseModel, Field

from search.api.shapes.shared import Box, Date, Reading, Segment


class FoundUnit(BaseModel):
    """A place where a record says what was asked: a page, a spoken passage, or its description."""

    page: int | None = Field(
        description="Number of the page in its record, from 1; null: the description, or a spoken passage."
    )
    start_seconds: float | None = Field(
        default=None, description="Second of the recording at which it is said; null: not spoken, or without times."
    )
    language: str = Field(description="Language tag of the text; empty: not known.", examples=["uz-Latn"])
    segments: list[Segment] = Field(description="A passage of the text in pieces, hits marked.")
    is_cut_before: bool = Field(description="Whether text stands before the passage.")
    is_cut_after: bool = Field(description="Whether text stands after the passage.")
    hit_count: int = Field(description="Hits on the whole page.", examples=[2])
    first_hit: int = Field(description="Which hit of the page the passage begins with, from 1.", examples=[1])
    boxes: list[Box] = Field(description="Boxes of all hits of the page; none for a description.")
    address: str = Field(description="The page for people, opened at this hit.")
    unit: str | None = Field(description="The page in this interface; null for a description.")
    words: str | None = Field(description="Its words with their boxes, in this interface; null for a description.")
    image: str | None = Field(description="Its image, some 1100 pixels long; null for a description.")


class Hit(BaseModel):
    """A record that was found."""

    pid: str = Field(description="Permanent id of the record.", examples=["K7QX93MC0"])
    kind: str = Field(description="Kind of record.", examples=["document"])
    title: str = Field(description="Title in the language asked for, else its own.", examples=["Termiz bojxonasi"])
    title_language: str = Field(description="Language tag of that title; empty: not known.", examples=["uz"])
    date: Date = Field(description="Date of the thing.")
    collection: str | None = Field(description="Short name of its collection.", examples=["museum-documents"])
    identifiers: list[str] = Field(description="Inventory numbers, reference codes.", examples=[["F. 12/45"]])
    languages: list[str] = Field(description="Language tags of the thing.", examples=[["uz-Latn"]])
    rights: str = Field(description="Code of its rights statement; empty: not stated.", examples=["InC"])
    access: str = Field(description="Who may see it: public, accredited, staff, embargo, draft.", examples=["public"])
    score: float = Field(description="Relevance; compare within one answer only.", examples=[7.31])
    units: list[FoundUnit] = Field(description="Its best places, best first; at most 3.")
    more_units: int = Field(description="How many further pages have words asked for.", examples=[4])
    address: str = Field(description="The record for people: an address that never changes.")
    record: str = Field(description="All that is said of it, in this interface.")
    inside: str | None = Field(description="The same query inside it, in this interface; null without a query.")
    thumbnail: str | None = Field(description="A small picture, where there is one you may see.")


class FacetValue(BaseModel):
    """One value of a facet."""

    value: str = Field(description="As filters take it.", examples=["termiz"])
    label: str = Field(description="Its name, in the language asked for where there is one.", examples=["Termez"])
    count: int = Field(description="Records it leaves, with all other filters kept.", examples=[12])
    selected: bool = Field(description="Whether it is chosen now.", examples=[False])
    left_out: bool = Field(description="Whether it is left out now.", examples=[False])


class Facet(BaseModel):
    """What found records have in common."""

    name: str = Field(description="The facet; also the name of its filter.", examples=["place"])
    label: str = Field(description="Its name in the language asked for.", examples=["Place"])
    values: list[FacetValue] = Field(description="Its commonest values; decades in their order.")
    has_more: bool = Field(description="Whether there are further values (see the parameter “more”).")


class YearCount(BaseModel):
    """One year and the records that may be of it."""

    year: int = Field(description="The year.", examples=[1924])
    count: int = Field(description="Records.", examples=[3])


class Looser(BaseModel):
    """A looser question that finds something."""

    query: str = Field(description="Its query.", examples=["bojxona"])
    exact: bool = Field(description="Whether words are searched only as typed.")
    keeps_filters: bool = Field(description="Whether it has the filters of the question.")
    count: int = Field(description="Records it finds.", examples=[5])


class SearchAnswer(BaseModel):
    """What was found. Only what you may see is found, counted or named."""

    reading: Reading = Field(description="How the query was read.")
    sort: str = Field(description="The order of the hits.", examples=["relevance"])
    total: int = Field(description="Records found.", examples=[41])
    pages_found: int = Field(
        description="Pages that have all that was asked; 0 where the query or a filter cannot be asked of pages.",
        examples=[63],
    )
    page: int = Field(description="Page of the list.", examples=[1])
    per_page: int = Field(description="Hits on each page of the list.", examples=[20])
    page_count: int = Field(
        description="Pages of the list that can be turned to; at most 10,000 hits can be reached.", examples=[3]
    )
    next: str | None = Field(description="Address of the next page of the list; null at the end.")
    previous: str | None = Field(description="Address of the page before; null at the beginning.")
    hits: list[Hit] = Field(description="Records found on this page of the list.")
    facets: list[Facet] = Field(description="What all found records have in common.")
    years: list[YearCount] = Field(description="Found records by year, all years.")
    looser: list[Looser] = Field(description="Where nothing is found: looser questions that find something.")


class FacetAnswer(BaseModel):
    """The values of one facet."""

    reading: Reading = Field(description="How the query was read.")
    total: int = Field(description="Records found.", examples=[41])
    facet: Facet = Field(description="The facet with up to 500 values.")
