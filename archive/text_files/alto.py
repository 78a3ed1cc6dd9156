"""Write pages as ALTO 4.2 (Library of Congress, https://www.loc.gov/standards/alto/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from archive.extract.types import Word
from archive.text_files.types import Lines, Sheet, Work, around, clean

Box = tuple[int, int, int, int]

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-2.xsd" \
SCHEMAVERSION="4.2">
<Description>
<MeasurementUnit>pixel</MeasurementUnit>
<sourceImageInformation><fileName>{name}</fileName>{address}</sourceImageInformation>
<Processing ID="P0"><processingSoftware><softwareName>{program}</softwareName></processingSoftware></Processing>
</Description>
<Layout>
"""


def alto(work: Work, sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """Yield the file in UTF-8, a page at a time; boxes in pixels of the upright page image."""
    address = f"<fileIdentifier>{escape(clean(work.address))}</fileIdentifier>" if work.address else ""
    head = _HEAD.format(name=escape(clean(work.file_name)), address=address, program=escape(clean(work.program)))
    yield head.encode()
    for sheet in sheets:
        yield _page(sheet).encode()
    yield b"</Layout>\n</alto>\n"


def _page(sheet: Sheet) -> str:
    size = f'WIDTH="{sheet.width_px}" HEIGHT="{sheet.height_px}"'
    key = f"p{sheet.number}"
    parts = [f'<Page ID="{key}" PHYSICAL_IMG_NR="{sheet.number}" {size}>\n']
    parts.append(f'<PrintSpace ID="{key}_ps" HPOS="0" VPOS="0" {size}>\n')
    language = f" LANG={quoteattr(clean(sheet.languages[0]))}" if sheet.languages else ""
    facts = f'{language} CS="{"true" if sheet.is_corrected else "false"}"'
    for place, lines in enumerate(sheet.paragraphs(), start=1):
        parts.append(_block(sheet, lines, f"{key}_b{place}", facts))
    parts.append("</PrintSpace>\n</Page>\n")
    return "".join(parts)


def _block(sheet: Sheet, lines: Lines, key: str, facts: str) -> str:
    boxes = [[sheet.pixels(word) for word in line] for line in lines]
    whole = around([box for line in boxes for box in line])
    parts = [f'<TextBlock ID="{key}" {_place(whole)}{facts}>\n']
    for number, (line, places) in enumerate(zip(lines, boxes, strict=True), start=1):
        parts.append(f'<TextLine ID="{key}_l{number}" {_place(around(places))}>')
        parts.append(_strings(line, places, f"{key}_l{number}"))
        parts.append("</TextLine>\n")
    parts.append("</TextBlock>\n")
    return "".join(parts)


def _strings(line: list[Word], places: list[Box], key: str) -> str:
    parts: list[str] = []
    for number, (word, box) in enumerate(zip(line, places, strict=True), start=1):
        if number > 1:
            end = places[number - 2][0] + places[number - 2][2]
            parts.append(f'<SP HPOS="{end}" VPOS="{box[1]}" WIDTH="{max(box[0] - end, 0)}"/>')
        sure = f"{word.confidence_pct / 100:.2f}"
        content = quoteattr(clean(word.text))
        parts.append(f'<String ID="{key}_s{number}" CONTENT={content} {_place(box)} WC="{sure}"/>')
    return "".join(parts)


def _place(box: Box) -> str:
    left, top, width, height = box
    return f'HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="{height}"'
