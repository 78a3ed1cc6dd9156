"""What is answered about the units of a record: its pages, their texts and words, and places found in them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from search.api.shapes.shared import Box, Fraction, Reading, Segment


class Images(BaseModel):
    """Addresses of one picture in three sizes (JPEG, longest edge)."""

    thumb: str = Field(description="Some 320 to 400 pixels.")
    medium: str = Field(description="Some 1100 to 1280 pixels.")
    large: str = Field(description="Some 2600 pixels.")


class UnitSummary(BaseModel):
    """One page, without its text."""

    number: int = Field(description="Number of the page in its record, from 1.", examples=[3])
    state: str = Field(description="waiting, reading, ready, or parked: it could not be read.", examples=["ready"])
    languages: list[str] = Field(description="Language tags, the main one first.", examples=[["uz-Cyrl", "ru"]])
    script: str = Field(description="Script of its text (ISO 15924); empty: not known.", examples=["Cyrl"])
    quality_pct: int = Field(description="How sure the reading is, 0 to 100.", examples=[93])
    width_px: int = Field(description="Width of the upright page; 0: not known.", examples=[2480])
    height_px: int = Field(description="Height of the upright page; 0: not known.", examples=[3508])
    text_length: int = Field(description="Characters of its text.", examples=[1840])
    unit: str = Field(description="The page with its text, in this interface.")
    words: str = Field(description="Its words with boxes, in this interface.")
    images: Images | None = Field(description="Its image; null while there is none.")
    address: str = Field(description="The page for people.")


class UnitList(BaseModel):
    """The pages of a record."""

    pid: str = Field(description="Permanent id of the record.", examples=["K7QX93MC0"])
    total: int = Field(description="Pages of the record.", examples=[14])
    page: int = Field(description="Page of this list.", examples=[1])
    per_page: int = Field(description="Entries on each page of the list.", examples=[20])
    next: str | None = Field(description="Address of the next page of the list; null at the end.")
    previous: str | None = Field(description="Address of the page before; null at the beginning.")
    units: list[UnitSummary] = Field(description="Pages, in order.")


class Unit(UnitSummary):
    """One page with its text."""

    pid: str = Field(description="Permanent id of the record.", examples=["K7QX93MC0"])
    text: str = Field(description="Its text: a printed line a line, an empty line between paragraphs.")
    source: str = Field(
        description="Where the text comes from: ocr, text_layer of the file, or sidecar (read elsewhere).",
        examples=["ocr"],
    )


class Word(BaseModel):
    """One word of a page; x, y, w, h are fractions of the upright page image."""

    text: str = Field(description="As it was read.", examples=["божхонаси"])
    x: Fraction = Field(description="Left edge.", examples=[0.18])
    y: Fraction = Field(description="Upper edge.", examples=[0.05])
    w: Fraction = Field(description="Width.", examples=[0.07])
    h: Fraction = Field(description="Height.", examples=[0.02])
    line: Annotated[int, Field(ge=0)] = Field(
        description="Number of its line; a number left out opens a paragraph.", examples=[0]
    )
    confidence_pct: Annotated[int, Field(ge=0, le=100)] = Field(
        description="How sure the reading is, 0 to 100.", examples=[95]
    )


class Words(BaseModel):
    """The words of a page, in reading order."""

    pid: str = Field(description="Permanent id of the record.", examples=["K7QX93MC0"])
    number: int = Field(description="Number of the page in its record.", examples=[3])
    width_px: int = Field(description="Width of the upright page.", examples=[2480])
    height_px: int = Field(description="Height of the upright page.", examples=[3508])
    words: list[Word] = Field(description="The words.")


class InsideHit(BaseModel):
    """One place in a record."""

    number: int = Field(description="Counts the places of the record, from 1.", examples=[1])
    page: int = Field(description="Number of the page in its record.", examples=[3])
    on_page: int = Field(description="Counts the places of the page, from 1.", examples=[1])
    language: str = Field(description="Language tag of the page; empty: not known.", examples=["ru"])
    segments: list[Segment] = Field(description="The words around the hit, that hit alone marked.")
    boxes: list[Box] = Field(description="Its boxes: one, or one a line.")
    address: str = Field(description="The page for people, opened at this place.")
    unit: str = Field(description="The page in this interface.")
    image: str | None = Field(description="Its image, some 1100 pixels long.")


class PageHits(BaseModel):
    """How many places a page has."""

    page: int = Field(description="Number of the page in its record.", examples=[3])
    count: int = Field(description="Places on it.", examples=[2])


class InsideAnswer(BaseModel):
    """All places where one record says what was asked."""

    pid: str = Field(description="Permanent id of the record.", examples=["K7QX93MC0"])
    reading: Reading = Field(description="How the query was read.")
    total: int = Field(description="Places found.", examples=[7])
    pages: list[PageHits] = Field(description="Pages that have places, in order.")
    pages_left: int = Field(description="Pages after the first 200 that have words asked for, not looked at.")
    page: int = Field(description="Page of this list.", examples=[1])
    per_page: int = Field(description="Places on each page of the list.", examples=[100])
    next: str | None = Field(description="Address of the next page of the list; null at the end.")
    previous: str | None = Field(description="Address of the page before; null at the beginning.")
    hits: list[InsideHit] = Field(description="Places in reading order.")
