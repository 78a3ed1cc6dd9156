"""Map exiftool's tags to what the IPTC Photo Metadata Standard calls them.

Source: IPTC Photo Metadata Standard 2023.2, https://www.iptc.org/std/photometadata/specification/;
each field below names its property there. Where a property is in XMP, IPTC-IIM and EXIF the order
is XMP, IIM, EXIF: XMP alone declares its characters and languages and is what editors change last
(Metadata Working Group, Guidelines for Handling Image Metadata 2.0, chapter 5, with IIM preferred
only when its checksum shows a later change by an old program, which we report as a conflict).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from archive.extract.metadata.fields import Tags, localized, number, structures, text, texts
from archive.extract.metadata.moments import edtf_date
from archive.extract.metadata.technical import camera_name, technical_facts
from archive.extract.metadata.types import LocalizedText, PhotoMetadata, PlaceParts, Position

_COMPARED = (
    ("title", "XMP-dc:Title", "IPTC:ObjectName"),
    ("caption", "XMP-dc:Description", "IPTC:Caption-Abstract"),
    ("headline", "XMP-photoshop:Headline", "IPTC:Headline"),
    ("credit", "XMP-photoshop:Credit", "IPTC:Credit"),
    ("copyright", "XMP-dc:Rights", "IPTC:CopyrightNotice"),
)
# Not the EXIF CreateDate: it is the day of digitization, which for an old print is not its date.
_DATES = (
    "XMP-photoshop:DateCreated", "IPTC:DateCreated", "XMP-exif:DateTimeOriginal",
    "ExifIFD:DateTimeOriginal",
)  # fmt: skip
_CAMERA_DEFAULTS = frozenset(
    {"olympus digital camera", "digital camera", "default", "untitled", "sony dsc", "samsung",
     "kodak digital still camera", "minolta digital camera", "exif_jpeg_picture", "exif jpeg"}
)  # fmt: skip


def photo_metadata(tags: Tags, *, today: date | None = None) -> PhotoMetadata:
    """Return what one file's tags say; ``today`` turns away dates that lie ahead of it."""
    caption = localized(tags, "XMP-dc:Description", "IPTC:Caption-Abstract", "IFD0:ImageDescription")
    if caption.default.casefold() in _CAMERA_DEFAULTS:
        caption = LocalizedText()  # the camera's own filling, not a description
    return PhotoMetadata(
        title=localized(tags, "XMP-dc:Title", "IPTC:ObjectName"),  # Title
        headline=text(tags, "XMP-photoshop:Headline", "IPTC:Headline"),  # Headline
        caption=caption,  # Description
        creators=_creators(tags),  # Creator
        credit=text(tags, "XMP-photoshop:Credit", "IPTC:Credit"),  # Credit Line
        source=text(tags, "XMP-photoshop:Source", "IPTC:Source"),  # Source
        copyright=localized(tags, "XMP-dc:Rights", "IPTC:CopyrightNotice", "IFD0:Copyright"),
        usage_terms=localized(tags, "XMP-xmpRights:UsageTerms"),  # Rights Usage Terms
        rights_uri=_rights_uri(tags),  # Web Statement of Rights
        instructions=text(tags, "XMP-photoshop:Instructions", "IPTC:SpecialInstructions"),
        identifier=text(tags, "XMP-dc:Identifier", "XMP-photoshop:TransmissionReference",
                        "IPTC:OriginalTransmissionReference"),  # Job Id
        alt_text=localized(tags, "XMP-iptcCore:AltTextAccessibility"),  # Alt Text
        people=texts(tags, "XMP-iptcExt:PersonInImage"),  # Person Shown in the Image
        event=text(tags, "XMP-iptcExt:Event"),  # Event Name
        date_edtf=_date(tags, today),  # Date Created
        place=_place(tags),
        gps=_position(tags),
        keywords=texts(tags, "XMP-dc:Subject", "IPTC:Keywords"),  # Keywords
        languages=texts(tags, "XMP-dc:Language", "IPTC:LanguageIdentifier"),
        orientation=_orientation(tags),
        width=_pixels(tags, "ImageWidth"),
        height=_pixels(tags, "ImageHeight"),
        camera=camera_name(tags),
        technical=technical_facts(tags),
        conflicts=tuple(_conflicts(tags)),
        warnings=texts(tags, "ExifTool:Warning"),
    )  # fmt: skip


def _creators(tags: Tags) -> tuple[str, ...]:
    named = texts(tags, "XMP-dc:Creator", "IPTC:By-line")
    if named:
        return named
    # EXIF 2.32 has one Artist; several names are parted by semicolons (MWG Guidelines, 5.9).
    artist = text(tags, "IFD0:Artist")
    return tuple(name.strip() for name in artist.split(";") if name.strip())


def _rights_uri(tags: Tags) -> str:
    for name in ("XMP-xmpRights:WebStatement", "XMP-cc:License", "XMP-plus:LicensorURL"):
        uri = text(tags, name)
        if uri.startswith(("http://", "https://")):
            return uri
    return ""


def _date(tags: Tags, today: date | None) -> str:
    found = (edtf_date(text(tags, name), today=today) for name in _DATES)
    return next((edtf for edtf in found if edtf), "")


def _place(tags: Tags) -> PlaceParts:
    # Location Shown in the Image; else the older City, State, Country; else Location Created.
    core = PlaceParts(
        sublocation=text(tags, "XMP-iptcCore:Location", "IPTC:Sub-location"),
        city=text(tags, "XMP-photoshop:City", "IPTC:City"),
        region=text(tags, "XMP-photoshop:State", "IPTC:Province-State"),
        country=text(tags, "XMP-photoshop:Country", "IPTC:Country-PrimaryLocationName"),
        country_code=text(tags, "XMP-iptcCore:CountryCode", "IPTC:Country-PrimaryLocationCode"),
    )
    if core:
        return core
    shown = structures(tags, "XMP-iptcExt:LocationShown")
    created = structures(tags, "XMP-iptcExt:LocationCreated")
    for parts in (*shown, *created):
        place = PlaceParts(
            sublocation=text(parts, "Sublocation"),
            city=text(parts, "City"),
            region=text(parts, "ProvinceState"),
            country=text(parts, "CountryName"),
            country_code=text(parts, "CountryCode"),
            name=text(parts, "LocationName"),
        )
        if place:
            return place
    return core


def _position(tags: Tags) -> Position | None:
    latitude = number(tags, "Composite:GPSLatitude")
    longitude = number(tags, "Composite:GPSLongitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    if latitude == 0 and longitude == 0:
        return None  # what a receiver without a fix writes
    return Position(latitude, longitude, number(tags, "Composite:GPSAltitude"))


def _orientation(tags: Tags) -> int:
    for name in ("IFD0:Orientation", "XMP-tiff:Orientation"):
        value = number(tags, name)
        if value in range(1, 9):
            return int(value or 1)
    return 1


def _pixels(tags: Tags, name: str) -> int:
    for group in ("File", "PNG", "IFD0"):
        value = number(tags, f"{group}:{name}")
        if value and value > 0:
            return int(value)
    return 0


def _conflicts(tags: Tags) -> list[str]:
    fold: Callable[[str], str] = lambda value: " ".join(value.split()).casefold()  # noqa: E731
    found = []
    for field, xmp_name, iptc_name in _COMPARED:
        xmp, iptc = fold(text(tags, xmp_name)), fold(text(tags, iptc_name))
        # IPTC-IIM cuts long values off, so a beginning is not a conflict.
        if xmp and iptc and not xmp.startswith(iptc):
            found.append(field)
    return found
