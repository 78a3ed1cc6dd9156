"""Turn the tags of a recording (ID3, Vorbis comments, QuickTime, Matroska) into the metadata that fill a record.

ffmpeg maps the formats' own names to common ones (title, artist, date, comment); the mapping follows ID3v2.4
(https://id3.org/id3v2.4.0-frames) and Vorbis comments (https://xiph.org/vorbis/doc/v-comment.html).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from archive.extract.av.facts import RecordingFacts
from archive.extract.metadata.charset import clean, mend
from archive.extract.metadata.moments import edtf_date
from archive.extract.metadata.types import LocalizedText, PhotoMetadata, PlaceParts, Position

_DATES = ("date", "originaldate", "tdor", "year", "com.apple.quicktime.creationdate", "creation_time")
_CREATORS = ("artist", "album_artist", "author", "performer", "composer", "com.apple.quicktime.author")
_CAPTIONS = ("description", "synopsis", "comment", "lyrics", "com.apple.quicktime.description")
_NOT_SAID = frozenset({"unknown", "unknown artist", "untitled", "track 1", "track 01"})
_MACHINE_COMMENT = re.compile(r"[0-9A-F ]{24,}$")
"""What iTunes notes of gaps and loudness in a comment."""
_POSITION = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
_EPOCHS = ("1904-01-01", "1970-01-01")
"""Where clocks that nobody set begin: QuickTime's and Unix's."""


def embedded_metadata(facts: RecordingFacts, *, today: date | None = None) -> PhotoMetadata:
    """Return what a recording says of itself in the same words as a photo; ``today`` turns away later dates."""
    tags = facts.tags
    return PhotoMetadata(
        title=LocalizedText(_first(tags, "title", "com.apple.quicktime.title")),
        caption=LocalizedText(_first(tags, *_CAPTIONS)),
        creators=_names(_first(tags, *_CREATORS)),
        credit=_first(tags, "publisher", "organization", "label"),
        copyright=LocalizedText(_first(tags, "copyright", "com.apple.quicktime.copyright")),
        rights_uri=_address(_first(tags, "license", "wcop")),
        identifier=_first(tags, "isrc", "catalognumber", "grouping"),
        date_edtf=_date(tags, today),
        place=PlaceParts(name=_first(tags, "location_name")),
        gps=_gps(_first(tags, "com.apple.quicktime.location.iso6709", "location")),
        keywords=_keywords(_first(tags, "keywords", "com.apple.quicktime.keywords")),
        languages=tuple(dict.fromkeys(stream.language for stream in facts.streams if stream.language)),
        camera=" ".join(part for part in (_apple(tags, "make"), _apple(tags, "model")) if part),
    )


def _first(tags: Mapping[str, str], *names: str) -> str:
    for name in names:
        said = clean(mend(tags.get(name, "")))
        if said and said.casefold() not in _NOT_SAID and not _MACHINE_COMMENT.match(said):
            return said
    return ""


def _apple(tags: Mapping[str, str], name: str) -> str:
    return _first(tags, f"com.apple.quicktime.{name}", name)


def _names(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in re.split(r"[;/]\s*", written) if name.strip()))


def _keywords(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in re.split(r"[;,]", written) if word.strip()))


def _address(written: str) -> str:
    return written if written.startswith(("http://", "https://")) else ""


def _date(tags: Mapping[str, str], today: date | None) -> str:
    found = (edtf_date(tags.get(name, ""), today=today) for name in _DATES)
    return next((edtf for edtf in found if edtf and edtf not in _EPOCHS), "")


def _gps(written: str) -> Position | None:
    match = _POSITION.match(written)
    if match is None:
        return None
    latitude, longitude = float(match[1]), float(match[2])
    if abs(latitude) > 90 or abs(longitude) > 180 or (not latitude and not longitude):
        return None
    return Position(latitude, longitude)
