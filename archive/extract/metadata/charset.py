"""Mend text of IPTC and EXIF fields whose character set the file does not declare.

IPTC-IIM names its character set in dataset 1:90 (IIM 4.2, chapter 5); many programs leave it out
and write Windows-1251, UTF-8 or Windows-1252. EXIF calls its text ASCII (EXIF 2.32, 4.6.2) and
programs write the same three into it.
"""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_CYRILLIC_SHARE = 0.5


def mend(text: str) -> str:
    """Return the text that was meant, given what Windows-1252 made of its bytes."""
    if text.isascii():
        return text
    try:
        raw = b"".join(_byte(character) for character in text)
    except UnicodeEncodeError:
        return text  # it was decoded by a declared character set: nothing to mend
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return raw.decode("cp1251", "replace") if _looks_cyrillic(raw) else text


def clean(text: str) -> str:
    """Strip control characters and outer blanks, put line ends and composed letters in one form."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", lines)).strip()


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")  # the five bytes Windows-1252 leaves undefined


def _looks_cyrillic(raw: bytes) -> bool:
    # In Windows-1251 the letters of a Cyrillic word are all high bytes; in a Western language
    # accented letters are the few.
    letters = [byte for byte in raw if byte >= 0xC0 or (chr(byte).isalpha() and byte < 0x80)]
    high = sum(byte >= 0xC0 for byte in letters)
    return bool(letters) and high / len(letters) > _CYRILLIC_SHARE
