"""Read one page of a document: its text layer where that can be trusted, its image where not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from archive.extract.language import script_of, spelling_of
from archive.extract.ocr import OcrSettings, read_page
from archive.extract.ocr.cleaning import repaired_text
from archive.extract.ocr.frame import turned
from archive.extract.pdf.layer import TextLayer
from archive.extract.pdf.opening import DocumentSource
from archive.extract.types import PageReading, TextSource
from archive.extract.words import text_of


def read_document_page(
    source: DocumentSource,
    number: int,
    settings: OcrSettings | None = None,
    languages_hint: Sequence[str] = (),
    told: Sequence[str] = (),
    *,
    is_typed: bool = False,
) -> tuple[PageReading, Image.Image]:
    """Return the reading of a page (numbered from 1) and its upright image, to which the boxes belong.

    Languages ``told`` by a person mean that the image is to be read in these, whatever text the file carries.
    ``is_typed`` says that the pages were made of typed text, so that their layer is the text, whatever its language.
    Raises PageUnreadable, TooManyPixels and what ``archive.extract.ocr.read_page`` raises.
    """
    layer = None if told else source.text_layer(number)
    image = source.render(number)
    is_text = layer is not None and (is_typed or layer.is_language)
    if layer is not None and is_text and (not layer.is_picture or layer.lies_on_ink(image)):
        return reading_of_layer(layer), image
    reading = read_page(image, settings, languages_hint, told)
    return reading, turned(image, reading.rotation_deg)


def reading_of_layer(layer: TextLayer) -> PageReading:
    """Return a text layer as a reading: apostrophes normalized, the raw text kept."""
    languages = layer.mix.languages
    words = tuple(replace(word, text=repaired_text(word.text, languages)) for word in layer.words)
    text = text_of(words)
    return PageReading(
        words=words,
        text=text,
        raw_text=text_of(layer.words),
        languages=languages,
        script=script_of(text),
        source=TextSource.TEXT_LAYER,
        rotation_deg=0,
        skew_deg=0.0,
        quality_pct=round(100 * layer.mix.plausible_share),
        models="",
        spelling=spelling_of(text) if "uz-Latn" in languages else "",
    )
