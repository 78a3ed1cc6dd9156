"""Pack the words of a page into compressed columns of bytes, and unpack them fast.

Layout: the four bytes ``FW1`` and NUL, then one zlib stream: the count (uint32), x, y, w, h (uint16 steps of 1/65535),
line (uint32), confidence (uint8), each as one column, little-endian; then the texts in UTF-8, each ended by
a line feed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from archive.extract.types import Word

MAGIC = b"FW1\0"
STEPS = 65535
LEVEL = 6


class WordsUnreadable(ValueError):
    """Raised when bytes are not packed words of a known version."""


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """The words of a page in columns; boxes as fractions of the upright page."""

    texts: list[str]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    w: NDArray[np.float32]
    h: NDArray[np.float32]
    line: NDArray[np.uint32]
    confidence_pct: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.texts)

    def words(self) -> Iterator[Word]:
        """Yield the words as values; slower than the columns."""
        boxes = zip(*(column.tolist() for column in (self.x, self.y, self.w, self.h)), strict=True)
        lines, sure = self.line.tolist(), self.confidence_pct.tolist()
        for text, (x, y, w, h), line, confidence in zip(self.texts, boxes, lines, sure, strict=True):
            yield Word(text, x, y, w, h, line, confidence)


def pack(words: Sequence[Word]) -> bytes:
    """Return the words as bytes; a line feed within a word becomes a space."""
    boxes = np.array([(word.x, word.y, word.w, word.h) for word in words], dtype=np.float64).reshape(-1, 4)
    steps = np.rint(np.clip(boxes, 0, 1) * STEPS).astype("<u2")
    columns = (
        np.array([len(words)], dtype="<u4"),
        np.ascontiguousarray(steps.T),
        np.array([word.line for word in words], dtype="<u4"),
        np.array([min(100, max(0, word.confidence_pct)) for word in words], dtype=np.uint8),
    )
    texts = "".join(word.text.replace("\n", " ") + "\n" for word in words)
    body = b"".join(column.tobytes() for column in columns) + texts.encode()
    return MAGIC + zlib.compress(body, LEVEL)


def unpack(packed: bytes) -> WordTable:
    """Return the columns of packed words. Raises WordsUnreadable."""
    if packed[: len(MAGIC)] != MAGIC:
        raise WordsUnreadable("These bytes are not packed words of version 1; read the page again.")
    try:
        body = zlib.decompress(packed[len(MAGIC) :])
        count = int.from_bytes(body[:4], "little")
        steps = np.frombuffer(body, "<u2", 4 * count, 4).reshape(4, count)
        at = 4 + 8 * count
        line = np.frombuffer(body, "<u4", count, at)
        confidence = np.frombuffer(body, np.uint8, count, at + 4 * count)
        texts = body[at + 5 * count :].decode().split("\n")
    except (zlib.error, ValueError) as error:
        raise WordsUnreadable("The packed words are damaged; read the page again.") from error
    texts.pop()
    if len(texts) != count:
        raise WordsUnreadable("The packed words are damaged; read the page again.")
    boxes = steps.astype(np.float32) / np.float32(STEPS)
    return WordTable(texts, boxes[0], boxes[1], boxes[2], boxes[3], line, confidence)


def turned(words: Sequence[Word], turn_deg: int) -> tuple[Word, ...]:
    """Return the words as they stand on the page turned clockwise by 0, 90, 180 or 270 degrees."""
    for _quarter in range(turn_deg % 360 // 90):
        words = [replace(word, x=1 - word.y - word.h, y=word.x, w=word.h, h=word.w) for word in words]
    return tuple(words)


def text_of(words: Sequence[Word]) -> str:
    """Return the text: a printed line a line, a blank line where a line number is left out (a new paragraph)."""
    parts: list[str] = []
    line: int | None = None
    for word in words:
        if line is None or word.line == line:
            parts.append(" " if parts else "")
        else:
            parts.append("\n" if word.line == line + 1 else "\n\n")
        line = word.line
        parts.append(word.text)
    return "".join(parts)
