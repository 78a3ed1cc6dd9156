"""What is answered about one record."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from search.api.shapes.shared import Date, Translations
from search.api.shapes.units import Images


class Named(BaseModel):
    """A controlled name."""

    slug: str = Field(description="Short name: the value of its filter.", examples=["termiz"])
    labels: Translations = Field(description="Its name.")
    same_as: str = Field(description="Address of the same entry in a public vocabulary; may be empty.")


class AgentName(Named):
    """A person, family or organization, and what it has to do with the record."""

    role: str = Field(description="creator, photographer, author, issuer, depicted.", examples=["photographer"])
    role_label: str = Field(description="The role in the language asked for.", examples=["Photographer"])
    type: str = Field(description="person, family, body.", examples=["person"])
    dates: str = Field(description="Dates of life or activity; may be empty.", examples=["1889–1938"])


class PlaceName(Named):
    """A place."""

    latitude: float | None = Field(description="Decimal degrees, WGS 84.", examples=[37.22])
    longitude: float | None = Field(description="Decimal degrees, WGS 84.", examples=[67.28])


class CollectionName(BaseModel):
    """What the record is kept with."""

    slug: str = Field(description="Short name: the value of its filter.", examples=["museum-documents"])
    reference: str = Field(description="Reference code; may be empty.", examples=["F. 12"])
    titles: Translations = Field(description="Its title.")


class Identifier(BaseModel):
    """A number of the thing."""

    scheme: str = Field(description="inventory, reference, negative, other.", examples=["inventory"])
    value: str = Field(description="The number.", examples=["KP-1234/5"])


class Rights(BaseModel):
    """The rights statement."""

    code: str = Field(description="Its code.", examples=["InC"])
    uri: str = Field(
        description="Its public address (RightsStatements.org, Creative Commons).",
        examples=["http://rightsstatements.org/vocab/InC/1.0/"],
    )
    labels: Translations = Field(description="Its name.")
    summaries: Translations = Field(description="What it means, in a sentence.")


class LanguageName(BaseModel):
    """A language of the thing."""

    tag: str = Field(description="Language tag (BCP 47).", examples=["uz-Cyrl"])
    label: str = Field(description="Its name in the language asked for.", examples=["Uzbek (Cyrillic)"])


class Fact(BaseModel):
    """What only things of this kind have, in the language asked for."""

    label: str = Field(description="What it is.", examples=["Technique"])
    value: str = Field(description="Its value.", examples=["glass negative"])


class TakenSize(BaseModel):
    """A size of a file that you may take: a copy that says what it is."""

    size: str = Field(
        description="web (a photo, 1,600 pixels at most), print (4,000 pixels), original.", examples=["web"]
    )
    address: str = Field(
        description="Where it is taken. 202 with “Retry-After” while it is being prepared: ask again then."
    )
    asks_purpose: bool = Field(
        description="Whether you must say what you take it for: with a key add “?purpose=” to the address.",
        examples=[False],
    )


class Asset(BaseModel):
    """A file of the record that you may have."""

    kind: str = Field(description="photo, document, recording.", examples=["document"])
    name: str = Field(description="Name of the file as it came; may be empty.", examples=["prikaz_1924.pdf"])
    media_type: str = Field(description="Media type.", examples=["application/pdf"])
    size_bytes: int = Field(description="Size in bytes.", examples=[482133])
    sha256: str = Field(description="Checksum of the original, SHA-256 in hexadecimal; may be empty.")
    state: str = Field(description="waiting, working, ready, failed: how far it is read.", examples=["ready"])
    page_count: int | None = Field(description="Pages of a document.", examples=[14])
    width_px: int | None = Field(description="Width of a photo, upright.", examples=[4000])
    height_px: int | None = Field(description="Height of a photo, upright.", examples=[3000])
    duration_seconds: float | None = Field(description="Length of a recording.", examples=[183.5])
    original: str | None = Field(
        description="Address of the file as it was deposited; null where you may not take that. "
        "The sizes you may take stand in “sizes”."
    )
    sizes: list[TakenSize] = Field(description="The sizes you may take, smallest first.")
    images: Images | None = Field(description="Its picture; null while there is none.")


class RecordAnswer(BaseModel):
    """All that is said of a record, in all languages."""

    pid: str = Field(description="Permanent id.", examples=["K7QX93MC0"])
    kind: str = Field(description="Kind of record.", examples=["document"])
    kind_label: str = Field(description="The kind in the language asked for.", examples=["Document"])
    titles: Translations = Field(description="Titles given in each language.")
    original_title: str = Field(description="The title in its own language, as on the thing; may be empty.")
    original_language: str = Field(description="Language tag of that title; may be empty.", examples=["ru"])
    descriptions: Translations = Field(description="Descriptions.")
    date: Date = Field(description="Date of the thing.")
    languages: list[LanguageName] = Field(description="Languages of the thing.")
    agents: list[AgentName] = Field(description="People and organizations, in order.")
    subjects: list[Named] = Field(description="Subjects.")
    places: list[PlaceName] = Field(description="Places.")
    collection: CollectionName | None = Field(description="Its collection.")
    identifiers: list[Identifier] = Field(description="Inventory numbers, reference codes.")
    rights: Rights | None = Field(description="Rights statement; null: not stated.")
    credit_lines: Translations = Field(description="How to credit it.")
    access: str = Field(description="public, accredited, staff, embargo, draft.", examples=["public"])
    embargo_until: str | None = Field(description="The day an embargo ends (ISO 8601).", examples=[None])
    facts: list[Fact] = Field(description="What only things of this kind have.")
    page_count: int = Field(description="Pages you may read.", examples=[14])
    assets: list[Asset] = Field(description="Files you may have.")
    citation: str = Field(description="How to cite it, in the language asked for.")
    version: int = Field(description="Grows with every change.", examples=[4])
    created_at: datetime = Field(description="When it was described here.", examples=["2026-11-23T09:15:00+05:00"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-23T09:15:00+05:00"])
    address: str = Field(description="The record for people: an address that never changes.")
    units: str = Field(description="Its pages, in this interface.")
    inside: str = Field(description="Search inside it, in this interface; add “?q=”.")
