"""Embedded metadata can be read back, and a turned picture is shown upright by its orientation."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from archive.specimens.errors import MetadataNotWritten, ProgramMissing
from archive.specimens.photos import PhotoMetadata, embed_metadata, jpeg_of, stored_for


def picture() -> Image.Image:
    """Return a small picture no two of whose corners are alike."""
    x, y = np.meshgrid(np.arange(96), np.arange(64))
    return Image.fromarray(np.stack([x * 2, y * 3, (x + y)], axis=-1).astype(np.uint8))


def tags_of(path: Path) -> dict[str, object]:
    done = subprocess.run(["exiftool", "-j", "-G1", "-n", str(path)], capture_output=True, check=True)
    tags: dict[str, object] = json.loads(done.stdout)[0]
    return tags


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "most.jpg"
    path.write_bytes(jpeg_of(picture()))
    embed_metadata(
        {
            path: PhotoMetadata(
                titles={"ru": "Мост через Амударью", "uz": "Amudaryo koʻprigi"},
                captions={"ru": "Вид с берега", "uz": "Qirgʻoqdan koʻrinish"},
                creator="А. Усманов",
                credit="Музей",
                taken="1998-04-03T09:30:00",
                city="Термез",
                country="Узбекистан",
                position=(37.2242, -67.2783),
                keywords=("мост", "река"),
            )
        }
    )
    tags = tags_of(path)

    assert tags["XMP-dc:Title"] == tags["IPTC:ObjectName"] == "Мост через Амударью"
    assert tags["XMP-dc:Title-uz"] == "Amudaryo koʻprigi"
    assert tags["XMP-dc:Description-uz"] == "Qirgʻoqdan koʻrinish"
    assert tags["IPTC:By-line"] == tags["IFD0:Artist"] == "А. Усманов"
    assert tags["ExifIFD:DateTimeOriginal"] == "1998:04:03 09:30:00"
    assert tags["IPTC:Keywords"] == ["мост", "река"]
    assert tags["Composite:GPSLatitude"] == pytest.approx(37.2242)
    assert tags["Composite:GPSLongitude"] == pytest.approx(-67.2783)


def test_a_year_alone_is_written_as_a_year(tmp_path: Path) -> None:
    path = tmp_path / "old.jpg"
    path.write_bytes(jpeg_of(picture()))
    embed_metadata({path: PhotoMetadata(taken="1905")})
    tags = tags_of(path)

    assert tags["XMP-photoshop:DateCreated"] == 1905
    assert "ExifIFD:DateTimeOriginal" not in tags


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_viewer_that_honors_orientation_shows_it_upright(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "turned.jpg"
    path.write_bytes(jpeg_of(stored_for(picture(), orientation), quality=95))
    embed_metadata({path: PhotoMetadata(orientation=orientation)})
    with Image.open(path) as stored:
        shown = ImageOps.exif_transpose(stored)
    difference = np.abs(np.asarray(shown, dtype=int) - np.asarray(picture(), dtype=int))

    assert shown.size == picture().size
    assert difference.mean() < 4


def test_a_file_exiftool_refuses_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "empty.jpg"
    path.write_bytes(b"")

    with pytest.raises(MetadataNotWritten, match=r"empty\.jpg"):
        embed_metadata({path: PhotoMetadata(creator="A")})


def test_a_missing_exiftool_names_its_debian_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ProgramMissing, match="libimage-exiftool-perl"):
        embed_metadata({tmp_path / "a.jpg": PhotoMetadata()})
