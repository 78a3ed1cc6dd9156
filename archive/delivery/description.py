"""Say what a copy tells of itself, and write that as tags for exiftool.

Sources: IPTC Photo Metadata Standard 2023.1, https://iptc.org/std/photometadata/specification/; XMP part 1
(ISO 16684-1), 8.4 on language alternatives; tag names: https://exiftool.org/TagNames/XMP.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

X_DEFAULT = "x-default"
IIM_BYTES = {
    "ObjectName": 64, "Caption-Abstract": 2000, "By-line": 32, "Credit": 32, "Source": 32, "CopyrightNotice": 128,
    "OriginalTransmissionReference": 32,
}  # fmt: skip
"""Longest values of IPTC-IIM 4.2 in bytes."""

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Description:
    """What a copy says of itself; texts by content language, ``language`` is the reader's."""

    language: str
    titles: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    credits: Texts = field(default_factory=dict)
    rights: Texts = field(default_factory=dict)
    terms: Texts = field(default_factory=dict)
    rights_uri: str = ""
    is_protected: bool = False
    creators: tuple[str, ...] = ()
    identifier: str = ""
    address: str = ""
    source: str = ""
    date: str = ""

    def of(self, texts: Texts) -> str:
        """Return the text for the reader: in their language, else in any."""
        return texts.get(self.language) or next((text for text in texts.values() if text), "")

    @property
    def notice(self) -> str:
        """Return the one line on rights for fields that take just one."""
        return ". ".join(part for part in (self.of(self.credits), self.of(self.rights)) if part)


def xmp_tags(said: Description) -> Iterator[tuple[str, str]]:
    """Yield the XMP tags; every format that exiftool writes takes these."""
    for name, texts in (
        ("XMP-dc:Title", said.titles),
        ("XMP-dc:Description", said.descriptions),
        ("XMP-dc:Rights", _both(said)),
        ("XMP-xmpRights:UsageTerms", said.terms),
    ):
        yield from _alternatives(name, said.of(texts), texts)
    for creator in said.creators:
        yield "XMP-dc:Creator", creator
    yield "XMP-photoshop:Headline", said.of(said.titles)
    yield "XMP-photoshop:Credit", said.of(said.credits)
    yield "XMP-photoshop:Source", said.source
    yield "XMP-photoshop:TransmissionReference", said.identifier
    yield "XMP-dc:Identifier", said.address
    yield "XMP-dc:Source", said.identifier
    yield "XMP-xmpRights:WebStatement", said.rights_uri
    yield "XMP-xmpRights:Marked", "True" if said.is_protected else "False"
    yield "XMP-plus:ImageSupplierImageID", said.identifier


def _both(said: Description) -> Texts:
    languages = dict.fromkeys((*said.credits, *said.rights))
    return {code: ". ".join(t for t in (said.credits.get(code), said.rights.get(code)) if t) for code in languages}


def _alternatives(name: str, default: str, texts: Texts) -> Iterator[tuple[str, str]]:
    if default:
        yield f"{name}-{X_DEFAULT}", default
        for code, text in texts.items():
            if text:
                yield f"{name}-{code}", text


def iptc_tags(said: Description) -> Iterator[tuple[str, str]]:
    """Yield IPTC-IIM, cut to what it may hold, in UTF-8."""
    yield "IPTC:CodedCharacterSet", "UTF8"
    values = {
        "ObjectName": said.of(said.titles),
        "Caption-Abstract": said.of(said.descriptions),
        "Credit": said.of(said.credits),
        "Source": said.source,
        "CopyrightNotice": said.notice,
        "OriginalTransmissionReference": said.identifier,
    }
    for name, value in values.items():
        yield f"IPTC:{name}", cut(value, IIM_BYTES[name])
    for creator in said.creators:
        yield "IPTC:By-line", cut(creator, IIM_BYTES["By-line"])


def exif_tags(said: Description) -> Iterator[tuple[str, str]]:
    """Yield the few fields of EXIF that say what a picture is."""
    yield "EXIF:ImageDescription", said.of(said.descriptions) or said.of(said.titles)
    yield "EXIF:Artist", "; ".join(said.creators)
    yield "EXIF:Copyright", said.notice


def pdf_tags(said: Description) -> Iterator[tuple[str, str]]:
    """Yield the entries of a PDF's information dictionary."""
    yield "PDF:Title", said.of(said.titles)
    yield "PDF:Author", "; ".join(said.creators)
    yield "PDF:Subject", said.of(said.descriptions)


def cut(text: str, most_bytes: int) -> str:
    """Return a text of at most so many bytes of UTF-8, no letter cut through."""
    return text.encode()[:most_bytes].decode("utf-8", "ignore").strip()
