"""Pages become documents and photographs photographs, whatever way up they lie."""

import functools
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageOps

from archive.ingest.inspect import inspect
from archive.ingest.page_likeness import is_page
from archive.ingest.types import Kind
from archive.specimens.markup import blocks_of
from archive.specimens.pages import draw_page
from archive.specimens.scenes.gallery import SCENES, draw_scene
from archive.specimens.types import Layout, PageSpec, PaperLook

PARAGRAPHS = (
    "Божхона хизмати тарихи ва юк ташиш йўллари ҳақида қисқача маълумот. " * 6,
    "Yuk xatlari va ruxsatnomalar. " * 8,
)


@functools.cache
def page(layout: Layout = Layout.BOOK, look: PaperLook | None = None, *, repeats: int = 2) -> Image.Image:
    text = "\n\n".join(PARAGRAPHS * repeats)
    return draw_page(PageSpec(blocks_of(text), layout=layout, look=look or PaperLook())).image.convert("RGB")


def small(picture: Image.Image) -> Image.Image:
    return ImageOps.contain(picture, (512, 512))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("layout", list(Layout))
def test_a_page_of_text_is_a_page_in_every_layout_and_direction(layout: Layout, turn: int) -> None:
    assert is_page(small(page(layout).rotate(turn, expand=True)))


def test_a_page_on_old_paper_is_a_page() -> None:
    worn = PaperLook(yellowing=1.0, stains=5, folds=2, show_through=0.6, uneven_ink=0.5)
    assert is_page(small(page(look=worn)))


def test_a_page_with_the_dark_edge_of_a_scanner_is_a_page() -> None:
    sheet = small(page())
    framed = Image.new("RGB", (sheet.width + 90, sheet.height + 70), (25, 25, 28))
    framed.paste(sheet, (60, 30))
    assert is_page(framed)


def test_a_page_with_a_picture_in_its_upper_half_is_a_page() -> None:
    sheet = small(page(repeats=4))
    picture = draw_scene(sorted(SCENES)[0]).convert("L").resize((sheet.width * 3 // 4, sheet.height // 4))
    sheet.paste(picture, (sheet.width // 8, sheet.height // 12))
    assert is_page(sheet)


@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_photograph_is_no_page_in_color_or_gray(name: str) -> None:
    picture = small(draw_scene(name).convert("RGB"))
    assert not is_page(picture)
    assert not is_page(picture.convert("L"))
    assert not is_page(picture.rotate(90, expand=True))


def test_a_thing_before_a_white_ground_is_no_page() -> None:
    picture = Image.new("RGB", (512, 400), (250, 250, 250))
    ImageDraw.Draw(picture).ellipse((150, 80, 360, 320), fill=(120, 60, 40))
    assert not is_page(picture)


def test_a_blank_sheet_is_a_page_only_when_a_scanner_says_its_size() -> None:
    blank = Image.new("RGB", (360, 509), (245, 244, 240))
    assert is_page(blank, 300)
    assert not is_page(blank)


def test_what_a_camera_took_is_a_photograph_even_of_a_page(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x829A] = 1 / 60
    out = BytesIO()
    page().save(out, "JPEG", exif=exif)
    (tmp_path / "snap.jpg").write_bytes(out.getvalue())
    assert inspect(tmp_path / "snap.jpg").kind is Kind.PHOTO
    page().save(tmp_path / "scan.jpg")
    assert inspect(tmp_path / "scan.jpg").kind is Kind.DOCUMENT


def test_a_tiff_of_several_pages_is_a_document_whatever_it_shows(tmp_path: Path) -> None:
    scene = draw_scene(sorted(SCENES)[0]).convert("RGB")
    scene.save(tmp_path / "two.tif", save_all=True, append_images=[scene])
    found = inspect(tmp_path / "two.tif")
    assert (found.kind, found.page_count) == (Kind.DOCUMENT, 2)


@pytest.mark.shared_data
def test_the_shared_pages_are_documents(shared_data: Path) -> None:
    pages = [*(shared_data / "documents" / "scans").glob("*.jpg")]
    pages += [path for path in (shared_data / "documents" / "ocr").iterdir() if path.suffix in {".tif", ".png", ".jpg"}]
    pictures = shared_data.parent / "look" / "pictures"
    pages += [pictures / f"{name}.jpg" for name in ("ledger", "p1", "p2", "p3", "uz", "title")]
    assert len(pages) == 39
    assert [path.name for path in pages if inspect(path).kind is not Kind.DOCUMENT] == []


@pytest.mark.shared_data
def test_the_shared_photographs_are_photographs(shared_data: Path) -> None:
    photos = [path for path in (shared_data / "photos").rglob("*") if path.suffix in {".jpg", ".png", ".tiff"}]
    pages = {"ledger", "p1", "p2", "p3", "uz", "title"}
    pictures = (shared_data.parent / "look" / "pictures").glob("*.jpg")
    photos += [path for path in pictures if path.stem not in pages]
    assert len(photos) == 43
    assert [path.name for path in photos if inspect(path).kind is not Kind.PHOTO] == []
