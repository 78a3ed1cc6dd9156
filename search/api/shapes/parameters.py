"""The parameters of each address, checked: what is not understood is refused, not passed over as on the pages."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import Field

from search.finding.filters import LONGEST_VALUE, MOST_VALUES
from search.finding.types import MOST_PER_PAGE, PER_PAGE, Sort

LONGEST_QUERY = 1000
DEEPEST_PAGE = 100
MOST_HITS = 500

Value = Annotated[str, Field(min_length=1, max_length=LONGEST_VALUE)]
Decade = Annotated[int, Field(ge=0, le=9990)]
Year = Annotated[int, Field(ge=1, le=9999)]
MANY = "Several values (the parameter repeated) widen the choice; different filters narrow it."


class Language(StrEnum):
    """A language of the interface."""

    UZBEK = "uz"
    UZBEK_CYRILLIC = "uz-cyrl"
    RUSSIAN = "ru"
    ENGLISH = "en"


class FacetName(StrEnum):
    """A facet; its name is that of the filter."""

    KIND = "kind"
    COLLECTION = "collection"
    LANGUAGE = "language"
    DECADE = "decade"
    CREATOR = "creator"
    SUBJECT = "subject"
    PLACE = "place"
    RIGHTS = "rights"
    ACCESS = "access"


class Spoken(Schema):
    """What every address takes."""

    lang: Language | None = Field(
        None,
        description="Language of labels, notes and dates in words. Without it the header Accept-Language decides.",
        examples=["en"],
    )


class Paged(Spoken):
    """Which part of a list."""

    page: int = Field(1, ge=1, le=DEEPEST_PAGE, description="Page of the list, from 1.", examples=[1])
    per_page: int = Field(
        PER_PAGE, ge=1, le=MOST_PER_PAGE, description="Entries on each page of the list.", examples=[20]
    )


class Narrowed(Spoken):
    """What is asked, and the filters of the search page."""

    q: str = Field(
        "",
        max_length=LONGEST_QUERY,
        description="The query in the language of the search box; empty for all records.",
        examples=["bojxona", '"qoʻrgʻoshin tamgʻa"', "таможня 1920..1990"],
    )
    exact: bool = Field(
        False, description="Search words only as typed: no other spelling, no other form.", examples=[False]
    )
    kind: list[Value] = Field(
        [], max_length=MOST_VALUES, description=f"Kind of record: document, photo, recording. {MANY}",
        examples=[["document"]],
    )  # fmt: skip
    collection: list[Value] = Field(
        [], max_length=MOST_VALUES, description=f"Short name of a collection. {MANY}", examples=[["museum-documents"]]
    )
    language: list[Value] = Field(
        [], max_length=MOST_VALUES, description=f"Language tag, as facets give it. {MANY}", examples=[["ru"]]
    )
    decade: list[Decade] = Field(
        [], max_length=MOST_VALUES, description=f"First year of a decade. {MANY}", examples=[[1920]]
    )
    creator: list[Value] = Field(
        [], max_length=MOST_VALUES, description=f"Short name of a person or organization. {MANY}",
        examples=[["termiz-customs"]],
    )  # fmt: skip
    subject: list[Value] = Field(
        [], max_length=MOST_VALUES, description=f"Short name of a subject. {MANY}", examples=[["seals"]]
    )
    place: list[Value] = Field(
        [], max_length=MOST_VALUES, description=f"Short name of a place. {MANY}", examples=[["termiz"]]
    )
    rights: list[Value] = Field(
        [], max_length=MOST_VALUES, description=f"Code of a rights statement. {MANY}", examples=[["CC0"]]
    )
    access: list[Value] = Field(
        [], max_length=MOST_VALUES, description=f"Access level, for staff to narrow by. {MANY}", examples=[["public"]]
    )
    not_kind: list[Value] = Field([], max_length=MOST_VALUES, description="Kind to leave out.", examples=[["photo"]])
    not_collection: list[Value] = Field(
        [], max_length=MOST_VALUES, description="Collection to leave out.", examples=[["museum-documents"]]
    )
    not_language: list[Value] = Field(
        [], max_length=MOST_VALUES, description="Language to leave out.", examples=[["ru"]]
    )
    not_decade: list[Decade] = Field([], max_length=MOST_VALUES, description="Decade to leave out.", examples=[[1930]])
    not_creator: list[Value] = Field(
        [], max_length=MOST_VALUES, description="Creator to leave out.", examples=[["termiz-customs"]]
    )
    not_subject: list[Value] = Field(
        [], max_length=MOST_VALUES, description="Subject to leave out.", examples=[["seals"]]
    )
    not_place: list[Value] = Field([], max_length=MOST_VALUES, description="Place to leave out.", examples=[["termiz"]])
    not_rights: list[Value] = Field([], max_length=MOST_VALUES, description="Rights to leave out.", examples=[["InC"]])
    not_access: list[Value] = Field(
        [], max_length=MOST_VALUES, description="Access to leave out.", examples=[["staff"]]
    )
    undated: bool = Field(
        False, description="Take in records without a date: beside the years, else those alone.", examples=[False]
    )
    first_year: Year | None = Field(
        None, alias="from", description="Records that may be of this year or later.", examples=[1924]
    )
    last_year: Year | None = Field(
        None,
        alias="to",
        description="Records that may be of this year or earlier. If it is before “from” the two change places.",
        examples=[1938],
    )


class SearchQuery(Narrowed, Paged):
    """What a search takes."""

    sort: Sort | None = Field(
        None,
        description="Order: relevance, newest (added last), date (oldest first), -date, title. "
        "Without it relevance, or newest where there is no query.",
        examples=["relevance"],
    )
    more: FacetName | None = Field(
        None, description="The facet to list with up to 200 values instead of 8.", examples=["subject"]
    )


class InsideQuery(Spoken):
    """What a search inside one record takes."""

    q: str = Field(min_length=1, max_length=LONGEST_QUERY, description="The query, as in search.", examples=["bojxona"])
    exact: bool = Field(False, description="Search words only as typed.", examples=[False])
    page: int = Field(1, ge=1, le=DEEPEST_PAGE, description="Page of the list of places, from 1.", examples=[1])
    per_page: int = Field(100, ge=1, le=MOST_HITS, description="Places on each page of the list.", examples=[100])
