"""A copy says inside what it is, in all languages; where it was taken stays in the house; an original is only read."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive.delivery import CopyOrder, Description, LocationKept, make_copy
from archive.delivery.copying import digest_of
from archive.delivery.description import cut
from tests.patience import PATIENCE_SECONDS

SAID = Description(
    language="ru",
    titles={"uz": "Termiz koʻprigi & «dok»", "ru": "Мост в Термезе", "en": "Bridge"},
    descriptions={"ru": "Первая строка\nвторая <строка>"},
    credits={"ru": "Фото: архив"},
    rights={"ru": "Защищено", "en": "In copyright"},
    rights_uri="http://rightsstatements.org/vocab/InC/1.0/",
    is_protected=True,
    creators=("Каримов А.", "Орлов П."),
    identifier="F. 12/45",
    address="https://archive.example.org/r/K7QX93MC0/",
    source="Fonds",
)
TYPES = {"jpg": "image/jpeg", "tiff": "image/tiff", "png": "image/png", "webp": "image/webp", "pdf": "application/pdf"}


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes a picture which says where it was taken."""

    def make(ending: str) -> Path:
        path = tmp_path / f"given.{ending}"
        Image.new("RGB", (2000, 1200), (90, 120, 30)).save(path)
        if ending not in {"pdf", "bmp"}:
            said = ["-GPSLatitude=41.3", "-GPSLatitudeRef=N", "-XMP-exif:GPSLatitude=41.3", "-XMP-dc:Creator=Eski"]
            run("-overwrite_original", "-Make=Canon", *said, str(path))
        return path

    return make


def run(*arguments: str) -> bytes:
    """Run exiftool."""
    return subprocess.run(
        ["exiftool", "-q", *arguments], check=True, capture_output=True, timeout=PATIENCE_SECONDS
    ).stdout


def tags_of(path: Path) -> dict[str, Any]:
    """Return all tags of a file, named with their groups."""
    found: dict[str, Any] = json.loads(run("-json", "-G1", "-a", "-struct", "-charset", "iptc=UTF8", str(path)))[0]
    return found


@pytest.mark.parametrize("ending", TYPES)
def test_an_original_leaves_described_and_without_its_location(
    picture: Callable[[str], Path], tmp_path: Path, ending: str
) -> None:
    given, target = picture(ending), tmp_path / f"copy.{ending}"
    before = digest_of(given)
    made = make_copy(given, target, CopyOrder(TYPES[ending], SAID))
    assert digest_of(given) == before
    assert (made.sha256, made.size_bytes, made.is_described) == (digest_of(target), target.stat().st_size, True)
    tags = tags_of(target)
    assert tags["XMP-dc:Title"] == "Мост в Термезе"
    assert (tags["XMP-dc:Title-uz"], tags["XMP-dc:Title-en"]) == ("Termiz koʻprigi & «dok»", "Bridge")
    assert tags["XMP-dc:Creator"] == ["Каримов А.", "Орлов П."]
    assert tags["XMP-xmpRights:WebStatement"] == SAID.rights_uri
    assert tags["XMP-dc:Identifier"] == SAID.address
    assert tags["XMP-dc:Rights"] == "Фото: архив. Защищено"
    assert not [name for name in tags if "GPS" in name]
    if ending in {"jpg", "tiff", "png"}:
        assert tags["IPTC:ObjectName"] == "Мост в Термезе"
        assert (tags["IPTC:Credit"], tags["IPTC:OriginalTransmissionReference"]) == ("Фото: архив", "F. 12/45")
    if ending == "pdf":
        assert (tags["PDF:Title"], tags["PDF:Author"]) == ("Мост в Термезе", "Каримов А.; Орлов П.")


def test_a_smaller_size_is_drawn_with_camera_and_description(picture: Callable[[str], Path], tmp_path: Path) -> None:
    target = tmp_path / "copy.jpg"
    made = make_copy(picture("png"), target, CopyOrder("image/png", SAID, edge=1600))
    assert (made.media_type, made.width, made.height) == ("image/jpeg", 1600, 960)
    tags = tags_of(target)
    assert (tags["IFD0:Make"], tags["IFD0:Artist"]) == ("Canon", "Каримов А.; Орлов П.")
    assert tags["XMP-dc:Description"].split("\n") == ["Первая строка", "вторая <строка>"] or "вторая" in str(
        tags["XMP-dc:Description"]
    )
    assert not [name for name in tags if "GPS" in name]
    assert Image.open(target).size == (1600, 960)


def test_a_location_stays_where_it_may(picture: Callable[[str], Path], tmp_path: Path) -> None:
    target = tmp_path / "copy.jpg"
    make_copy(picture("jpg"), target, CopyOrder("image/jpeg", SAID, keep_location=True, has_location=True))
    assert [name for name in tags_of(target) if "GPSLatitude" in name]


def test_what_exiftool_does_not_write_leaves_as_it_is_unless_it_tells_a_place(
    picture: Callable[[str], Path], tmp_path: Path
) -> None:
    given, target = picture("bmp"), tmp_path / "copy.bmp"
    made = make_copy(given, target, CopyOrder("image/bmp", SAID))
    assert (made.is_described, made.sha256) == (False, digest_of(given))
    with pytest.raises(LocationKept):
        make_copy(given, tmp_path / "other.bmp", CopyOrder("image/bmp", SAID, has_location=True))


def test_a_damaged_file_leaves_as_it_is(tmp_path: Path) -> None:
    given = tmp_path / "given.pdf"
    given.write_bytes(b"%PDF-1.4 broken")
    made = make_copy(given, tmp_path / "copy.pdf", CopyOrder("application/pdf", SAID))
    assert (made.is_described, (tmp_path / "copy.pdf").read_bytes()) == (False, b"%PDF-1.4 broken")


def test_no_letter_is_cut_through() -> None:
    assert cut("қўрғошин", 7) == "қўр"


def test_what_stands_in_a_description_is_no_option(picture: Callable[[str], Path], tmp_path: Path) -> None:
    target = tmp_path / "copy.jpg"
    said = Description(language="uz", titles={"uz": "a\n-o\n/tmp/x\n-Comment=x"}, creators=("-execute",))
    make_copy(picture("jpg"), target, CopyOrder("image/jpeg", said))
    assert tags_of(target)["XMP-dc:Creator"] in ("-execute", ["-execute"])
    assert "File:Comment" not in tags_of(target)
