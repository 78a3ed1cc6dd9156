"""Take single values out of exiftool's tags: text, lists, language alternatives, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive.extract.metadata.charset import clean, mend
from archive.extract.metadata.types import LocalizedText

Tags = Mapping[str, object]

MAX_CHARACTERS = 20_000
_UNDECLARED = ("IFD0:", "ExifIFD:")


def text(tags: Tags, *names: str) -> str:
    """Return the first of the named tags that holds text; a list gives its first value."""
    for name in names:
        values = texts(tags, name)
        if values:
            return values[0]
    return ""


def texts(tags: Tags, *names: str) -> tuple[str, ...]:
    """Return all values of the first of the named tags that holds any, without repeats."""
    for name in names:
        mendable = name.startswith(_UNDECLARED) or (name.startswith("IPTC:") and "IPTC:CodedCharacterSet" not in tags)
        values = [_text(value, mendable=mendable) for value in _values(tags.get(name))]
        found = tuple(dict.fromkeys(value for value in values if value))
        if found:
            return found
    return ()


def localized(tags: Tags, *names: str) -> LocalizedText:
    """Return the text of the first named tag with its language alternatives.

    exiftool gives the x-default of an ``rdf:Alt`` as ``Title`` and others as ``Title-uz``.
    """
    for name in names:
        prefix = f"{name}-"
        by_language = {
            key[len(prefix) :].lower(): text(tags, key) for key in tags if key.startswith(prefix) and text(tags, key)
        }
        default = text(tags, name) or next(iter(by_language.values()), "")
        if default:
            return LocalizedText(default, by_language)
    return LocalizedText()


def number(tags: Tags, name: str) -> float | None:
    """Return a tag as a finite number, or None."""
    try:
        value = float(str(tags[name]))
    except (KeyError, ValueError):
        return None
    return value if abs(value) < 1e15 else None  # also turns away nan and infinity


def structures(tags: Tags, name: str) -> list[Tags]:
    """Return the XMP structures of a tag, one or several."""
    return [value for value in _values(tags.get(name)) if isinstance(value, Mapping)]


def _values(value: object) -> Iterable[object]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _text(value: object, *, mendable: bool) -> str:
    if isinstance(value, bool) or not isinstance(value, str):
        return str(value).lower() if isinstance(value, bool) else ""
    return clean(mend(value) if mendable else value)[:MAX_CHARACTERS]
