"""Tell whether bytes are text, and in which character set; files of text do not say."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from archive.extract.language import judge_words

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CYRILLIC_SETS = ("cp1251", "koi8-r", "cp866")
_WESTERN_SET = "cp1252"
_SAMPLE_BYTES = 16_384
_MOST_CONTROL_SHARE = 0.0
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
"""What no text holds; \x1a ends files of DOS, \x0b and \x0c part pages, \x1b begins a color of a terminal."""
_HIGH_AMONG_LETTERS = 0.5


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the character set it was in."""

    text: str
    charset: str


def decode(raw: bytes) -> Decoded:
    """Decode bytes by their mark, else as UTF-8, UTF-16 without a mark, or the Cyrillic set that gives words."""
    charset = charset_of(raw)
    text = raw.decode(charset, "replace")
    return Decoded(text.replace("\x1a", "").replace("\x00", ""), charset)


def charset_of(raw: bytes) -> str:
    """Return the name of the character set that bytes are most likely in."""
    for mark, charset in _MARKS:
        if raw.startswith(mark):
            return charset
    if _is_utf8(raw):
        return "utf-8"
    return _wide(raw) or _single_byte(raw[:_SAMPLE_BYTES])


def is_text(head: bytes) -> bool:
    """Tell whether the beginning of a file is text: it decodes, and holds no character that text never has."""
    if not head:
        return False
    charset = charset_of(head)
    text = head.decode(charset, "replace" if charset.startswith("utf") else "strict_or_empty")
    body = text.rstrip("\ufffd")
    if "\ufffd" in body or not body.strip():
        return False
    return len(_CONTROL.findall(body)) <= _MOST_CONTROL_SHARE * len(body)


def _or_empty(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - nothing else is decoded with it
    return "\ufffd", error.end


codecs.register_error("strict_or_empty", _or_empty)


def _is_utf8(raw: bytes) -> bool:
    """Tell whether bytes are UTF-8; the last letter may be cut where a head was read."""
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(raw, final=False)
    except UnicodeDecodeError:
        return False
    return b"\0" not in raw


def _wide(raw: bytes) -> str:
    """Return UTF-16 in the order in which bytes without a mark are it, or nothing.

    One of the two bytes of nearly every letter is that of its alphabet: 0 for Latin, 4 for Cyrillic.
    """
    sample = raw[: _SAMPLE_BYTES // 2 * 2]
    if len(sample) < 4 or (len(raw) % 2 and len(raw) <= _SAMPLE_BYTES):
        return ""
    for charset, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        high = Counter(sample[offset::2])
        if high[0] + high[4] + high[0x20] > 0.9 * sum(high.values()) and high[0]:
            return charset
    return ""


def _single_byte(sample: bytes) -> str:
    letters = [byte for byte in sample if byte >= 0x80 or chr(byte).isalpha()]
    high = sum(byte >= 0x80 for byte in letters)
    if not letters or high / len(letters) <= _HIGH_AMONG_LETTERS:
        return _WESTERN_SET
    return max(_CYRILLIC_SETS, key=lambda charset: (_plausibility(sample, charset), charset == "cp1251"))


def _plausibility(sample: bytes, charset: str) -> float:
    text = sample.decode(charset, "replace")
    strange = sum(0x2500 <= ord(sign) <= 0x259F or sign == "\ufffd" for sign in text) / max(len(text), 1)
    # Small letters outnumber capitals in every text; in the wrong one of these sets it is the other way round.
    capitals = sum(sign.isupper() for sign in text) / max(sum(sign.isalpha() for sign in text), 1)
    return judge_words([text.split()]).plausible_share - strange - 0.3 * capitals
