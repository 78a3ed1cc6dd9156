"""Shapes that several answers have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

Fraction = Annotated[float, Field(ge=0, le=1)]
Box = Annotated[
    list[Fraction],
    Field(min_length=4, max_length=4, description="x, y, width, height as fractions of the upright page image."),
]


class Translations(BaseModel):
    """A text in the languages of the content; empty where it is not given. Uzbek is in the Latin of 1995."""

    uz: str = Field(description="In Uzbek.", examples=["Termiz bojxonasi"])
    ru: str = Field(description="In Russian.", examples=["Термезская таможня"])
    en: str = Field(description="In English.", examples=["Termez customs"])


class Segment(BaseModel):
    """A piece of a text, of a hit or between hits."""

    text: str = Field(description="The piece, with the blanks that belong to it.", examples=["bojxonasi"])
    hit: bool = Field(description="Whether it is what was asked for.", examples=[True])


class Date(BaseModel):
    """A date of a described thing, as exact as it is known."""

    edtf: str = Field(description="In the Extended Date/Time Format (ISO 8601-2); empty: unknown.", examples=["1924~"])
    earliest: str | None = Field(description="First day it may be (ISO 8601).", examples=["1924-01-01"])
    latest: str | None = Field(description="Last day it may be (ISO 8601).", examples=["1924-12-31"])
    label: str = Field(description="In words, in the language asked for.", examples=["about 1924"])


class ReadPart(BaseModel):
    """One part of the query as it was read."""

    kind: str = Field(description="word, phrase, prefix, years, any, group, without …", examples=["word"])
    typed: str = Field(description="How it stands in the query.", examples=["bojxona"])
    words: list[str] = Field(description="The words it was read as.", examples=[["bojxona"]])
    also: list[str] = Field(description="Other spellings that were searched with it.", examples=[["божхона"]])
    field: str = Field(description="The field it was limited to; empty: everywhere.", examples=[""])
    without: str = Field(description="The query that is left when this part is removed.", examples=["termiz"])


class Note(BaseModel):
    """What of the query was not understood, and what was done instead."""

    code: str = Field(description="Stable name of the note.", examples=["unclosed_quote"])
    message: str = Field(description="In words, in the language asked for.", examples=["A quotation mark …"])


class Reading(BaseModel):
    """How a query was read."""

    query: str = Field(description="The query as it was taken.", examples=["termiz bojxona"])
    exact: bool = Field(description="Whether words were searched only as typed.", examples=[False])
    any_part: bool = Field(description="Whether one part is enough (OR); else all are wanted.", examples=[False])
    parts: list[ReadPart] = Field(description="Its parts, in order.")
    notes: list[Note] = Field(description="What was not understood.")


class FieldError(BaseModel):
    """What is wrong with one parameter."""

    parameter: str = Field(description="Name of the parameter.", examples=["per_page"])
    message: str = Field(description="What is wrong with it.", examples=["Input should be less than or equal to 100"])


class Problem(BaseModel):
    """An error, as of RFC 9457; sent as application/problem+json."""

    type: str = Field(
        description="Stable name of the kind of problem: an address on this site that explains it.",
        examples=["/api/v1/docs#problem-not-found"],
    )
    title: str = Field(description="The kind of problem in words; the same for one type.", examples=["…"])
    status: int = Field(description="The status of the response.", examples=[404])
    detail: str = Field(description="What is wrong here, and what to do.", examples=["…"])
    errors: list[FieldError] = Field(
        default_factory=list, description="For parameters that are not valid: what is wrong with each."
    )
