"""Write pages as hOCR 1.2 (https://kba.github.io/hocr-spec/1.2/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from archive.text_files.types import Lines, Sheet, Work, around, clean

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<title>{title}</title>
<meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
<meta name="ocr-system" content={program}/>
<meta name="ocr-capabilities" content="ocr_page ocr_par ocr_line ocrx_word ocrp_wconf ocrp_lang"/>
<meta name="ocr-langs" content={languages}/>
</head>
<body>
"""


def hocr(work: Work, sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """Yield the file in UTF-8, a page at a time; boxes in pixels of the upright page image."""
    languages = " ".join(work.languages) or "unknown"
    head = _HEAD.format(title=escape(clean(work.title)), program=_quoted(work.program), languages=_quoted(languages))
    yield head.encode()
    for sheet in sheets:
        yield _page(work, sheet).encode()
    yield b"</body>\n</html>\n"


def _page(work: Work, sheet: Sheet) -> str:
    name = clean(work.file_name).replace('"', "'")
    title = f'image "{name}"; bbox 0 0 {sheet.width_px} {sheet.height_px}; ppageno {sheet.number - 1}'
    parts = [f'<div class="ocr_page" id="page_{sheet.number}" title={quoteattr(title)}>\n']
    language = f" lang={_quoted(sheet.languages[0])}" if sheet.languages else ""
    for place, lines in enumerate(sheet.paragraphs(), start=1):
        parts.append(_paragraph(sheet, lines, f"{sheet.number}_{place}", language))
    parts.append("</div>\n")
    return "".join(parts)


def _paragraph(sheet: Sheet, lines: Lines, key: str, language: str) -> str:
    boxes = [[sheet.pixels(word) for word in line] for line in lines]
    whole = around([box for line in boxes for box in line])
    parts = [f'<p class="ocr_par" id="par_{key}"{language} title="{_bbox(whole)}">\n']
    for at, (line, places) in enumerate(zip(lines, boxes, strict=True), start=1):
        words = " ".join(
            f'<span class="ocrx_word" id="word_{key}_{at}_{n}" title="{_bbox(box)}; x_wconf {word.confidence_pct}">'
            f"{escape(clean(word.text))}</span>"
            for n, (word, box) in enumerate(zip(line, places, strict=True), start=1)
        )
        parts.append(f'<span class="ocr_line" id="line_{key}_{at}" title="{_bbox(around(places))}">{words}</span>\n')
    parts.append("</p>\n")
    return "".join(parts)


def _bbox(box: tuple[int, int, int, int]) -> str:
    left, top, width, height = box
    return f"bbox {left} {top} {left + width} {top + height}"


def _quoted(text: str) -> str:
    return quoteattr(clean(text))
