"""A picture of any format is measured and drawn upright, in the colors it shows, or is said to be broken."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PIL import Image

from archive.extract.pdf import open_document
from archive.extract.pictures import PictureBroken, draw, measure, tiff
from archive.ingest.errors import IngestRefused, Reason
from archive.ingest.inspect import inspect
from archive.ingest.media_types import detect
from archive.specimens import pictures

FAR = {"press.jpg": 40, "press.tif": 40, "camera.dng": 25}
"""How far a channel may be off: inks cannot show this blue, and a camera sees by one color a pixel."""


def stored(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def colors(picture: Image.Image) -> list[tuple[int, ...]]:
    width, height = picture.size
    places = ((width // 4, height // 3), (width * 3 // 4, height // 3), (width // 2, height * 9 // 10))
    found = [picture.convert("RGB").getpixel(place) for place in places]
    return [value for value in found if isinstance(value, tuple)]


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_every_format_is_drawn_upright_and_in_its_colors(tmp_path: Path, name: str) -> None:
    path = stored(tmp_path, name, pictures.PICTURES[name]())
    media_type = detect(path)
    assert path.suffix in media_type.extensions
    across, down = measure(path, media_type.name).first.upright
    drawn = draw(path, media_type.name, 200)
    assert drawn.size == (200, 133)
    assert across / down == pictures.WIDTH / pictures.HEIGHT
    for found, wanted in zip(colors(drawn), (pictures.RED, pictures.BLUE, pictures.WHITE), strict=True):
        assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= FAR.get(name, 4), (found, wanted)


@pytest.mark.parametrize("name", pictures.PICTURES)
@pytest.mark.parametrize("share", [0.9, 0.5])
def test_a_picture_that_was_cut_off_is_never_drawn(tmp_path: Path, name: str, share: float) -> None:
    whole = pictures.PICTURES[name]()
    path = stored(tmp_path, name, whole[: int(len(whole) * share)])
    with pytest.raises(IngestRefused) as refusal:
        inspect(path)
    assert refusal.value.reason_code in {Reason.TRUNCATED, Reason.DAMAGED}


def test_the_smaller_copies_within_a_tiff_are_no_pages(tmp_path: Path) -> None:
    path = stored(tmp_path, "pyramid.tif", pictures.pyramid_tiff())
    assert inspect(path).page_count == 1
    assert len(list(tiff.directories(path))) > 1
    sheets = stored(tmp_path, "sheets.tif", pictures.sheets_tiff(3))
    with open_document(sheets) as source:
        assert source.page_count == 3
        assert colors(source.render(3))[1] == pictures.BLUE


def test_a_tiff_whose_directories_go_round_is_broken_and_not_read_for_ever(tmp_path: Path) -> None:
    content = bytearray(pictures.encoded(pictures.chart(), "TIFF"))
    (first,) = struct.unpack("<I", content[4:8])
    (count,) = struct.unpack("<H", content[first : first + 2])
    end = first + 2 + 12 * count
    content[end : end + 4] = struct.pack("<I", first)
    path = stored(tmp_path, "round.tif", bytes(content))
    with pytest.raises(PictureBroken, match="round"):
        measure(path, "image/tiff")
    with pytest.raises(IngestRefused):
        inspect(path)


def test_a_camera_raw_file_is_known_by_what_it_holds_and_not_by_its_name(tmp_path: Path) -> None:
    found = inspect(stored(tmp_path, "photo.tif", pictures.camera_raw()))
    assert (found.media_type, found.kind.value, found.extension) == ("image/x-adobe-dng", "photo", ".dng")


def test_a_picture_is_drawn_small_without_being_held_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.new("RGB", (6000, 4000), pictures.RED).save(path, quality=60)
    assert draw(path, "image/jpeg", 512).size == (512, 341)
    assert draw(path, "image/jpeg").size == (6000, 4000)


def test_a_jpeg_whose_comment_names_another_format_is_a_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "odd.jpg"
    pictures.chart().save(path, comment=b"%PDF-1.4 is only a word here")
    with open_document(path) as source:
        assert source.page_size(1) == (pictures.WIDTH, pictures.HEIGHT)


def test_a_png_is_measured_without_its_pixels(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (64, 48), "red").save(path, dpi=(300, 300))
    content = path.read_bytes()
    at = content.index(b"IDAT") + 4
    path.write_bytes(content[:at] + b"\0" * 20 + content[at + 20 :])
    found = measure(path, "image/png")
    # Whoever looked at the pixels would have met the damage, and told no resolution.
    assert (found.first.width, round(found.dots_per_inch)) == (64, 300)
