"""Draw text pages the way a scanner sees them, with the exact text and the true box of each word."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from archive.specimens import fonts
from archive.specimens.errors import TextDoesNotFit
from archive.specimens.marks import draw_mark
from archive.specimens.markup import blocks_of
from archive.specimens.paper import clouds, sheet
from archive.specimens.sheets import Sheet
from archive.specimens.types import DrawnPage, DrawnWord, Layout, PageSpec
from archive.specimens.typesetting import typeset


def draw_text(markup: str, **changes: object) -> DrawnPage:
    """Draw one page from a text in the markup of ``markup.py``; keywords as in ``PageSpec``.

    Raises ``TextDoesNotFit`` when the text needs a second page.
    """
    return draw_page(replace(PageSpec(blocks_of(markup)), **changes))  # type: ignore[arg-type]


def draw_page(spec: PageSpec) -> DrawnPage:
    """Draw a text that fills one page.

    Raises ``TextDoesNotFit`` when it needs more, ``FontMissing`` and ``LettersMissing`` as they say.
    """
    sheets = typeset(spec)
    if len(sheets) > 1:
        raise TextDoesNotFit(f"The text needs {len(sheets)} pages; use draw_pages.")
    return _draw(spec, sheets[0], 0, marked=True)


def draw_pages(spec: PageSpec) -> Iterator[DrawnPage]:
    """Draw a text as a run of pages; stamps and signature go on the last."""
    sheets = typeset(spec)
    for place, one in enumerate(sheets):
        yield _draw(spec, one, place, marked=place == len(sheets) - 1)


def _draw(spec: PageSpec, one: Sheet, place: int, *, marked: bool) -> DrawnPage:
    rng = np.random.default_rng((spec.seed, place))
    look, size = spec.look, (one.width, one.height)
    image = sheet(size, look, rng)
    if look.show_through:
        back = _ink(spec, one, rng).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        back = back.filter(ImageFilter.GaussianBlur(spec.dpi / 90))
        _lay(image, back, look.ink, look.show_through * 0.4)
    ink = _skewed(_worn(_ink(spec, one, rng), look.uneven_ink, rng), spec.skew_deg)
    _lay(image, ink, look.ink, 1.0)
    for mark in spec.marks if marked else ():
        mask, color = draw_mark(size, mark, spec.dpi, rng)
        _lay(image, mask, color, 0.8)
    image = _scanned(image, spec, rng)
    if spec.turned_deg:
        image = image.rotate(-spec.turned_deg, expand=True)
    words = tuple(_boxes(one, spec.skew_deg))
    return DrawnPage(image, one.text, words, spec.dpi, spec.turned_deg, look.jpeg_quality)


def _ink(spec: PageSpec, one: Sheet, rng: np.random.Generator) -> Image.Image:
    """Return the mask of words and rules; a typescript gets uneven letters."""
    mask = Image.new("L", (one.width, one.height), 0)
    draw = ImageDraw.Draw(mask)
    typed = fonts.typeface(spec.font).monospaced and spec.layout is not Layout.BOOK
    thick = max(spec.dpi // 120, 1)
    for start, y, end in one.rules:
        draw.line((start, y, end, y), fill=170, width=thick)
    if spec.layout is Layout.NEWSPAPER and one.words:
        _column_rule(draw, one, thick)
    for word in one.words:
        font = fonts.font_at(spec.font, word.size_px, bold=word.bold)
        if not typed:
            draw.text((word.x, word.y), word.text, font=font, fill=255, anchor="ls")
            continue
        x = word.x
        for letter in word.text:
            lift = float(rng.normal(0, word.size_px * 0.012))
            fill = int(rng.uniform(198, 255))
            draw.text((x, word.y + lift), letter, font=font, fill=fill, anchor="ls")
            x += font.getlength(letter)
    return mask


def _column_rule(draw: ImageDraw.ImageDraw, one: Sheet, thick: int) -> None:
    """Draw the hairline between two columns, from the masthead to the last line."""
    bottom = max(word.box[3] for word in one.words if word.box[3] < one.height * 0.945)
    draw.line((one.width / 2, one.column_top, one.width / 2, bottom), fill=150, width=thick)


def _worn(mask: Image.Image, strength: float, rng: np.random.Generator) -> Image.Image:
    """Thin the ink in slow patches, as a tired ribbon or plate does."""
    if not strength:
        return mask
    small = (mask.width // 4, mask.height // 4)
    wear = 255 * (1 - strength * 0.45 * np.clip(clouds(small, 30, rng) + 0.4, 0, 1))
    return ImageChops.multiply(mask, Image.fromarray(wear.astype(np.uint8)).resize(mask.size))


def _skewed(mask: Image.Image, skew_deg: float) -> Image.Image:
    return mask.rotate(skew_deg, resample=Image.Resampling.BICUBIC) if skew_deg else mask


def _lay(image: Image.Image, mask: Image.Image, color: tuple[int, int, int], share: float) -> None:
    image.paste(color, mask=mask if share >= 1 else mask.point(lambda value: value * share))


def _scanned(image: Image.Image, spec: PageSpec, rng: np.random.Generator) -> Image.Image:
    """Blur and grain the finished sheet and press it through JPEG once."""
    look = spec.look
    if look.blur_px:
        image = image.filter(ImageFilter.GaussianBlur(look.blur_px * spec.dpi / 200))
    if look.noise:
        shape = (image.height, image.width)
        grain = rng.standard_normal(shape, dtype=np.float32) * np.float32(look.noise * 14) + 128
        layer = Image.fromarray(grain.astype(np.uint8))
        image = ImageChops.add(image, Image.merge("RGB", (layer,) * 3), offset=-128)
    if look.gray:
        image = image.convert("L")
    pressed = BytesIO()
    image.save(pressed, "JPEG", quality=look.jpeg_quality)
    return Image.open(pressed).copy()


def _boxes(one: Sheet, skew_deg: float) -> Iterator[DrawnWord]:
    """Yield each word with its ink box after the skew, as fractions of the upright page."""
    turn = math.radians(skew_deg)
    cos, sin = math.cos(turn), math.sin(turn)
    middle_x, middle_y = one.width / 2, one.height / 2
    for word in one.words:
        left, top, right, bottom = word.box
        corners = [(x - middle_x, y - middle_y) for x in (left, right) for y in (top, bottom)]
        xs = [x * cos + y * sin + middle_x for x, y in corners]
        ys = [y * cos - x * sin + middle_y for x, y in corners]
        x, y = min(xs) / one.width, min(ys) / one.height
        w, h = max(xs) / one.width - x, max(ys) / one.height - y
        yield DrawnWord(word.text, x, y, w, h, word.line)
