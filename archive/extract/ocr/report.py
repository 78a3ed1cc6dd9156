"""Turn a run's words into the reading of a page: boxes on the upright page, lines, text, languages, quality."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extract.language import judge_words, script_of, spelling_of
from archive.extract.ocr.cleaning import repaired
from archive.extract.ocr.engine import RawWord
from archive.extract.ocr.frame import Frame
from archive.extract.types import PageReading, TextSource, Word
from archive.extract.words import text_of


def blank_reading() -> PageReading:
    """Return the reading of a page without text."""
    return PageReading((), "", "", (), "", TextSource.NONE, 0, 0.0, 0, "")


def reading_of(
    words: Sequence[RawWord], frame: Frame, turn_deg: int, skew_deg: float, models: Sequence[str]
) -> PageReading:
    """Return the reading; a paragraph's end leaves one line number out."""
    lines = _lines_of(words)
    mix = judge_words([[word.text for word in line] for line in lines])
    languages = mix.languages
    placed = tuple(_placed(repaired(words, languages), frame))
    text = text_of(placed)
    size = sum(len(word.text) for word in placed)
    confidence = sum(word.confidence_pct * len(word.text) for word in placed) / size if size else 0.0
    return PageReading(
        words=placed,
        text=text,
        raw_text="\n".join(" ".join(word.text for word in line) for line in lines),
        languages=languages,
        script=script_of(text),
        source=TextSource.OCR,
        rotation_deg=turn_deg,
        skew_deg=round(skew_deg, 2),
        quality_pct=round(mix.plausible_share * confidence),
        models="+".join(models),
        spelling=spelling_of(text) if "uz-Latn" in languages else "",
    )


def _lines_of(words: Sequence[RawWord]) -> list[list[RawWord]]:
    lines: dict[tuple[int, int, int], list[RawWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return list(lines.values())


def _placed(words: Sequence[RawWord], frame: Frame) -> list[Word]:
    placed: list[Word] = []
    number = 0
    before: RawWord | None = None
    for word in words:
        if before is not None and word.line != before.line:
            number += 1 if word.paragraph == before.paragraph else 2
        before = word
        x, y, w, h = frame.box_on_upright(word.left, word.top, word.width, word.height)
        placed.append(Word(word.text, x, y, w, h, number, max(0, min(100, round(word.confidence)))))
    return placed
