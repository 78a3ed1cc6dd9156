"""Set blocks of text into lines and pages and tell the exact place of every word."""

from __future__ import annotations

from collections.abc import Iterator

from archive.specimens import fonts
from archive.specimens.sheets import GEOMETRIES, PlacedWord, Sheet, page_size_px
from archive.specimens.types import PAPERS_MM, Block, PageSpec, Style

_SCALE = {Style.TITLE: 1.6, Style.HEADING: 1.12}
_BOLD = (Style.TITLE, Style.HEADING)


def typeset(spec: PageSpec) -> list[Sheet]:
    """Set a text into as many pages as it needs.

    Raises ``FontMissing`` and ``LettersMissing`` for a face that cannot set the text.
    """
    fonts.require_letters(spec.font, "".join(block.text for block in spec.blocks))
    sheets = _Setter(spec).run()
    if GEOMETRIES[spec.layout].columns > 1 and len(sheets) == 1:
        return _balanced(spec)
    return sheets


def _balanced(spec: PageSpec) -> list[Sheet]:
    """Set a single page again with the shortest columns that hold all of it."""
    short, long = 0.0, 1.0
    for _ in range(7):
        middle = (short + long) / 2
        if len(_Setter(spec, depth=middle).run()) == 1:
            long = middle
        else:
            short = middle
    return _Setter(spec, depth=long).run()


class _Setter:
    """Walk down columns and pages, one block after the other."""

    def __init__(self, spec: PageSpec, depth: float = 1.0) -> None:
        self.spec = spec
        self.depth = depth
        self.geometry = GEOMETRIES[spec.layout]
        self.width, self.height = page_size_px(spec.paper, spec.dpi)
        left, top, right, bottom = (mm / PAPERS_MM["A4"][0] * self.width for mm in self.geometry.margins_mm)
        self.left, self.top = left, top
        self.right, self.bottom = self.width - right, self.height - bottom
        self.em = spec.point_size / 72 * spec.dpi
        self.sheets: list[Sheet] = []
        self.line = 0
        self._open_page()

    def run(self) -> list[Sheet]:
        body = any(block.style is Style.BODY for block in self.spec.blocks)
        masthead = self.geometry.columns > 1 and body
        for block in self.spec.blocks:
            if masthead and block.style in (Style.BODY, Style.HEADING):
                self._start_columns()
                masthead = False
            self._set(block, whole_width=masthead)
        for number, sheet in enumerate(self.sheets):
            self._number(sheet, number)
        return self.sheets

    def _open_page(self) -> None:
        self.sheets.append(Sheet(self.width, self.height, column_top=self.top))
        self.column, self.y, self.column_top = 0, self.top, self.top
        self.line = 0

    def _start_columns(self) -> None:
        self.y += self.em * 0.8
        self.column_top = self.y
        self.sheets[-1].column_top = self.y

    def _span(self, *, whole_width: bool = False) -> tuple[float, float]:
        columns = self.geometry.columns
        if columns == 1 or whole_width:
            return self.left, self.right
        gutter = self.em * 2.2
        width = (self.right - self.left - gutter * (columns - 1)) / columns
        start = self.left + self.column * (width + gutter)
        return start, start + width

    def _next_line(self, advance: float) -> float:
        """Return the baseline of the next line, opening a column or page when this one is full."""
        if self.y + advance > self.column_top + (self.bottom - self.column_top) * self.depth:
            if self.column + 1 < self.geometry.columns:
                self.column, self.y = self.column + 1, self.column_top
                self.sheets[-1].lines.append("")
            else:
                self._open_page()
        self.y += advance
        return self.y

    def _set(self, block: Block, *, whole_width: bool) -> None:
        if block.style is Style.PAGE_BREAK:
            self._open_page()
            return
        size = round(self.em * _SCALE.get(block.style, 1.0), 2)
        advance = size * self.geometry.leading
        if block.style is Style.RULE:
            self.y += advance * 0.6
            start, end = self._span(whole_width=whole_width)
            self.sheets[-1].rules.append((start, self.y, end))
            self.y += advance * 0.3
            return
        if block.style in _BOLD and self.sheets[-1].words:
            self.y += advance * 0.45
        if block.style is Style.ROW:
            self._set_row(block, size, advance)
            return
        self._set_lines(block, size, advance, whole_width=whole_width)
        self.sheets[-1].lines.append("")
        self.y += self._gap(block, advance)

    def _gap(self, block: Block, advance: float) -> float:
        if block.style in (*_BOLD, Style.LINES, Style.RIGHT):
            return advance * 0.45
        return advance * (self.geometry.paragraph_gap if block.style is Style.BODY else 0.2)

    def _set_lines(self, block: Block, size: float, advance: float, *, whole_width: bool) -> None:
        start, end = self._span(whole_width=whole_width)
        body = block.style is Style.BODY
        indent = self.geometry.indent_em * size if body else 0.0
        bold = block.style in _BOLD
        for source in block.text.split("\n"):
            wrapped = list(self._wrap(source.split(), end - start, indent, size, bold))
            for place, words in enumerate(wrapped):
                baseline = self._next_line(advance)
                start, end = self._span(whole_width=whole_width)
                last = place == len(wrapped) - 1
                justified = body and self.geometry.justified and not last
                shift = indent if place == 0 else 0.0
                origins = self._origins(words, (start + shift, end), size, block.style, justified)
                self._put(words, origins, baseline, size, bold)

    def _length(self, text: str, size: float, bold: bool) -> float:
        return fonts.font_at(self.spec.font, size, bold=bold).getlength(text)

    def _wrap(self, words: list[str], width: float, indent: float, size: float, bold: bool) -> Iterator[list[str]]:
        room, line = width - indent, list[str]()
        for word in words:
            if line and self._length(" ".join([*line, word]), size, bold) > room:
                yield line
                line, room = [], width
            line.append(word)
        if line:
            yield line

    def _origins(
        self, words: list[str], span: tuple[float, float], size: float, style: Style, justified: bool
    ) -> list[float]:
        bold = style in _BOLD
        start, end = span
        natural = [self._length(word, size, bold) for word in words]
        space = self._length(" ", size, bold)
        slack = end - start - sum(natural) - space * (len(words) - 1)
        if justified and len(words) > 1:
            space += max(slack, 0) / (len(words) - 1)
        elif style is Style.RIGHT:
            start += max(slack, 0)
        elif style in (Style.TITLE, Style.CENTERED, Style.HEADING):
            start += max(slack, 0) / 2
        origins = []
        for width in natural:
            origins.append(start)
            start += width + space
        return origins

    def _put(self, words: list[str], origins: list[float], baseline: float, size: float, bold: bool) -> None:
        sheet = self.sheets[-1]
        for word, x in zip(words, origins, strict=True):
            sheet.words.append(self._placed(word, (x, baseline), size, bold))
        sheet.lines.append(" ".join(words))
        self.line += 1

    def _placed(self, word: str, at: tuple[float, float], size: float, bold: bool) -> PlacedWord:
        font = fonts.font_at(self.spec.font, size, bold=bold)
        left, top, right, bottom = font.getbbox(word, anchor="ls")
        x, y = at
        return PlacedWord(word, x, y, size, bold, self.line, (x + left, y + top, x + right, y + bottom))

    def _set_row(self, block: Block, size: float, advance: float) -> None:
        """Set the cells of a table row: the first from the left, the others flush right."""
        baseline = self._next_line(advance * 1.12)
        start, end = self._span()
        cells = [cell.split() for cell in block.text.split("|")]
        first_share = 0.46 if len(cells) > 2 else 0.7
        stop = start + (end - start) * (first_share if len(cells) > 1 else 1.0)
        step = (end - stop) / max(len(cells) - 1, 1)
        words, origins = list[str](), list[float]()
        for place, cell in enumerate(cells):
            style = Style.RIGHT if place else Style.LINES
            inner = (start, stop) if place == 0 else (stop + step * (place - 1), stop + step * place)
            words += cell
            origins += self._origins(cell, inner, size, style, justified=False)
        self._put(words, origins, baseline, size, bold=False)
        self.sheets[-1].rules.append((start, baseline + size * 0.38, end))
        self.y += advance * 0.12

    def _number(self, sheet: Sheet, place: int) -> None:
        """Print the page number: alone at the foot, or at the upper right of a typescript."""
        if self.spec.first_number is None:
            return
        text, size = str(self.spec.first_number + place), round(self.em * 0.92, 2)
        top = self.geometry.number_at_top
        style, baseline = Style.CENTERED, self.bottom + (self.height - self.bottom) * 0.5
        if top:
            style, baseline = Style.RIGHT, self.top * 0.66
        x = self._origins([text], (self.left, self.right), size, style, justified=False)[0]
        self.line = -1 if top else max((word.line for word in sheet.words), default=-1) + 1
        word = self._placed(text, (x, baseline), size, bold=False)
        if top:
            sheet.words.insert(0, word)
            sheet.lines[:0] = [text, ""]
        else:
            sheet.words.append(word)
            sheet.lines += ["", text]
