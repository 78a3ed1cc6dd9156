"""Hold what the metadata embedded in an image says, in the words of the IPTC standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One text in one or several languages (XMP ``rdf:Alt``).

    ``default`` is the x-default alternative, or the first; ``by_language`` maps BCP 47 tags as
    written in the file, lower case, x-default left out. False when there is no text at all.
    """

    default: str = ""
    by_language: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.default)

    def __str__(self) -> str:
        return self.default

    def in_language(self, language: str) -> str:
        """Return the text in a language ("uz", "ru", "en"), or ""; regions are ignored ("en-GB")."""
        wanted = language.lower()
        for tag, text in self.by_language.items():
            if tag == wanted or tag.split("-")[0] == wanted:
                return text
        return ""


@dataclass(frozen=True, slots=True)
class PlaceParts:
    """The place shown or, when the file names none, the place of the camera."""

    sublocation: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    country_code: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        return any((self.sublocation, self.city, self.region, self.country, self.name))


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the Earth: WGS 84 degrees, south and west negative; altitude in meters or None."""

    latitude: float
    longitude: float
    altitude_m: float | None = None


@dataclass(frozen=True, slots=True)
class PhotoMetadata:
    """What one image file says of itself; every text is clean of control characters.

    ``date_edtf`` is an EDTF date ("1924", "1924-03", "1924-03-14") or "". ``orientation`` is the
    EXIF value 1..8 (1 when absent or wrong). ``width`` and ``height`` are stored pixels.
    ``keywords`` keep their order, without repeats. ``technical`` holds plain camera and file facts
    (values are text or numbers), ``conflicts`` names the fields in which XMP and IPTC disagree.
    """

    title: LocalizedText = LocalizedText()
    headline: str = ""
    caption: LocalizedText = LocalizedText()
    creators: tuple[str, ...] = ()
    credit: str = ""
    source: str = ""
    copyright: LocalizedText = LocalizedText()
    usage_terms: LocalizedText = LocalizedText()
    rights_uri: str = ""
    instructions: str = ""
    identifier: str = ""
    alt_text: LocalizedText = LocalizedText()
    people: tuple[str, ...] = ()
    event: str = ""
    date_edtf: str = ""
    place: PlaceParts = PlaceParts()
    gps: Position | None = None
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    orientation: int = 1
    width: int = 0
    height: int = 0
    camera: str = ""
    technical: Mapping[str, str | int | float] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
