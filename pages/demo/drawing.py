"""Make the files of the demonstration: set and drawn pages, bound PDFs, drawn photographs.

Runs in processes of its own, so it knows neither Django nor the database.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from PIL import Image

from archive.specimens.markup import blocks_of
from archive.specimens.pages import draw_pages
from archive.specimens.pdfs import BornDigitalLeaves, Layer, PdfFacts, ScannedLeaf, make_pdf
from archive.specimens.photos import PhotoMetadata, embed_metadata, jpeg_of, stored_for
from archive.specimens.scenes.gallery import draw_scene
from archive.specimens.types import CLEAN, LOOKS, DrawnPage, Layout, Mark, PageSpec
from pages.demo.content import FOLDER, PICTURES, Content, RecordEntry
from pages.demo.speaking import record_file

_PICTURE_DPI = 150
_DPI = {"A4": 200, "B5": 220, "A5": 240}
_QUALITY = 86


def draw_file(entry: RecordEntry, folder: Path) -> Path:
    """Draw the file of one record into a folder and return its path; photographs still lack their metadata."""
    if entry.kind == "photo":
        path = folder / f"{entry.file_stem}.jpg"
        path.write_bytes(_photo(entry))
        return path
    if entry.kind == "recording":
        return record_file(entry, folder)
    content, suffix = _document(entry)
    path = folder / f"{entry.file_stem}{suffix}"
    path.write_bytes(content)
    return path


def write_metadata(drawn: Mapping[Path, RecordEntry], content: Content) -> None:
    """Embed title, caption, creator, credit, date, place and keywords into drawn photographs."""
    files = {path: _metadata(entry, content) for path, entry in drawn.items() if entry.kind == "photo"}
    if files:
        embed_metadata(files)


def _photo(entry: RecordEntry) -> bytes:
    making, orientation = entry.making, entry.making.get("orientation", 1)
    if "picture" in making and orientation == 1:
        return Path(PICTURES / making["picture"]).read_bytes()
    if "picture" in making:
        with Image.open(PICTURES / making["picture"]) as picture:
            return jpeg_of(stored_for(picture, orientation), quality=_QUALITY)
    drawn = draw_scene(making["scene"], making.get("seed", 3))
    return jpeg_of(stored_for(drawn, orientation), quality=_QUALITY)


def _metadata(entry: RecordEntry, content: Content) -> PhotoMetadata:
    agents = {row.slug: row for row in content.agents}
    subjects = {row.slug: row for row in content.subjects}
    places = {row.slug: row for row in content.places}
    credit = next(row.credit for row in content.collections if row.slug == entry.collection)
    place = places[entry.places[0]] if entry.places else None
    return PhotoMetadata(
        titles=entry.title,
        captions=entry.description,
        creator=agents[entry.agents[0][0]].label["uz"] if entry.agents else "",
        credit=credit["uz"],
        copyright=entry.rights,
        taken=entry.date if entry.date.replace("-", "").isdigit() else "",
        city=place.label["uz"] if place else "",
        country="Oʻzbekiston",
        position=place.at if place else None,
        keywords=tuple(subjects[slug].label["uz"] for slug in entry.subjects),
        orientation=entry.making.get("orientation", 1),
    )


def _document(entry: RecordEntry) -> tuple[bytes, str]:
    """Return the bytes of a document and the ending of its name."""
    making = entry.making
    facts = PdfFacts(title=entry.title[entry.languages[0][:2]], author="", keywords=entry.languages)
    if making["form"] == "picture":
        if "pictures" in making:
            return (PICTURES / making["pictures"][0]).read_bytes(), ".jpg"
        return next(draw_pages(page_spec(entry))).jpeg(), ".jpg"
    if making["form"] == "digital":
        return make_pdf([BornDigitalLeaves(page_spec(entry))], facts).content, ".pdf"
    if "pictures" in making:
        leaves: Iterable[ScannedLeaf] = (ScannedLeaf(_carried(name)) for name in making["pictures"])
    else:
        layers = (*map(Layer, making.get("layers", ())), *[Layer.NONE] * 100)
        leaves = (ScannedLeaf(page, layer) for page, layer in zip(draw_pages(page_spec(entry)), layers, strict=False))
    return make_pdf(leaves, facts).content, ".pdf"


def _carried(name: str) -> DrawnPage:
    with Image.open(PICTURES / name) as picture:
        return DrawnPage(picture.copy(), "", (), _PICTURE_DPI, 0, _QUALITY)


def page_spec(entry: RecordEntry) -> PageSpec:
    making = entry.making
    look = LOOKS[making["look"]] if "look" in making else CLEAN
    return PageSpec(
        blocks=blocks_of((FOLDER / "texts" / making["text"]).read_text(encoding="utf-8")),
        layout=Layout(making["layout"]),
        font=making["font"],
        point_size=making["point_size"],
        paper=making.get("paper", "A4"),
        dpi=_DPI[making.get("paper", "A4")],
        look=replace(look, show_through=making.get("show_through", look.show_through)),
        skew_deg=making.get("skew_deg", 0.0),
        turned_deg=making.get("turned_deg", 0),
        first_number=making.get("first_number"),
        marks=tuple(Mark(**{**mark, "lines": tuple(mark.get("lines", ()))}) for mark in making.get("marks", ())),
        seed=zlib.crc32(entry.id.encode()),
    )
