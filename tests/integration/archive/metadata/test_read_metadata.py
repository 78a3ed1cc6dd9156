"""What a picture says of itself is read by the real exiftool, in every script, and a bad file harms no other."""

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from archive.extract.metadata import (
    ExiftoolLimits,
    ExiftoolMissing,
    MetadataTimeout,
    MetadataUnreadable,
    PhotoMetadata,
    read_many,
    read_metadata,
)
from archive.extract.metadata.standby import STANDBY
from tests.patience import PATIENCE_SECONDS

Make = Callable[..., Path]


@pytest.fixture
def picture(tmp_path: Path) -> Make:
    def make(*tags: str, name: str = "photo.jpg", options: tuple[str, ...] = ()) -> Path:
        path = tmp_path / name
        Image.new("RGB", (64, 48), (90, 120, 150)).save(path)
        if tags:
            command = ["exiftool", "-q", "-overwrite_original", "-charset", "utf8", *options, *tags, str(path)]
            subprocess.run(command, check=True, timeout=PATIENCE_SECONDS)
        return path

    return make


def program(folder: Path, script: str) -> str:
    path = folder / "exiftool-stand-in"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_every_language_of_a_title_is_kept(picture: Make) -> None:
    found = read_metadata(
        picture(
            "-XMP-dc:Title=Termiz posti", "-XMP-dc:Title-uz=Termiz posti", "-XMP-dc:Title-ru=Термезский пост",
            "-XMP-dc:Title-en-GB=The post at Termez", "-XMP-dc:Description-ru=Снимок 1926 года",
        )
    )  # fmt: skip
    assert str(found.title) == "Termiz posti"
    assert [found.title.in_language(code) for code in ("uz", "ru", "en", "de")] == [
        "Termiz posti", "Термезский пост", "The post at Termez", "",
    ]  # fmt: skip
    assert found.caption.default == found.caption.in_language("ru") == "Снимок 1926 года"


def test_xmp_goes_before_iptc_and_iptc_before_exif_and_disagreement_is_told(picture: Make) -> None:
    found = read_metadata(
        picture(
            "-XMP-dc:Title=From XMP", "-IPTC:ObjectName=From IPTC", "-IPTC:Caption-Abstract=Caption of IPTC",
            "-EXIF:ImageDescription=Caption of EXIF", "-EXIF:Artist=A. Exif; B. Exif",
        )
    )  # fmt: skip
    assert str(found.title) == "From XMP"
    assert str(found.caption) == "Caption of IPTC"
    assert found.creators == ("A. Exif", "B. Exif")
    assert found.conflicts == ("title",)


@pytest.mark.parametrize("charset", ["utf8", "cyrillic", "utf8-declared"])
def test_iptc_in_cyrillic_is_read_whatever_character_set_it_hides(picture: Make, charset: str) -> None:
    text = "Таможня на Амударье"
    declared = ("-IPTC:CodedCharacterSet=UTF8",) if charset == "utf8-declared" else ()
    options = ("-charset", f"iptc={charset}") if not declared else ()
    path = picture(*declared, f"-IPTC:Caption-Abstract={text}", "-IPTC:City=Термез", options=options)
    found = read_metadata(path)
    assert (str(found.caption), found.place.city) == (text, "Термез")


def test_western_accents_in_undeclared_iptc_stay_as_they_are(picture: Make) -> None:
    path = picture("-IPTC:By-line=François Müller", options=("-charset", "iptc=latin"))
    assert read_metadata(path).creators == ("François Müller",)


def test_numbers_that_are_texts_stay_as_written_and_controls_go(picture: Make) -> None:
    found = read_metadata(picture("-XMP-dc:Title=1.10", "-XMP-dc:Subject=007", "-XMP-photoshop:Headline=a\tb\u0085c"))
    assert (str(found.title), found.keywords, found.headline) == ("1.10", ("007",), "a\tbc")


@pytest.mark.parametrize(
    ("tags", "edtf"),
    [
        (("-EXIF:DateTimeOriginal=1998:05:06 10:11:12",), "1998-05-06"),
        (("-XMP-photoshop:DateCreated=1926",), "1926"),
        (("-XMP-photoshop:DateCreated=1926-03",), "1926-03"),
        (("-EXIF:DateTimeOriginal=2020:01:02 00:00:00", "-XMP-photoshop:DateCreated=1926"), "1926"),
        (("-EXIF:CreateDate=2020:01:02 00:00:00",), ""),
        (("-EXIF:DateTimeOriginal#=0000:00:00 00:00:00",), ""),
        (("-EXIF:DateTimeOriginal=2998:05:06 10:11:12",), ""),
    ],
)
def test_the_date_is_when_the_picture_was_made_and_impossible_ones_are_left_out(
    picture: Make, tags: tuple[str, ...], edtf: str
) -> None:
    assert read_metadata(picture(*tags)).date_edtf == edtf


def test_place_position_rights_and_camera_are_read(picture: Make) -> None:
    found = read_metadata(
        picture(
            "-XMP-photoshop:City=Termiz", "-XMP-photoshop:Country=Oʻzbekiston",
            "-XMP-iptcCore:Location=Hayraton koʻprigi",
            "-GPSLatitude=37.2", "-GPSLatitudeRef=N", "-GPSLongitude=67.4", "-GPSLongitudeRef=W",
            "-XMP-xmpRights:WebStatement=https://creativecommons.org/licenses/by/4.0/", "-XMP-photoshop:Credit=Muzey",
            "-EXIF:Make=Canon", "-EXIF:Model=Canon EOS 6D", "-EXIF:ExposureTime=1/125", "-EXIF:Orientation#=6",
        )
    )  # fmt: skip
    assert (found.place.sublocation, found.place.city, found.place.country) == (
        "Hayraton koʻprigi", "Termiz", "Oʻzbekiston",
    )  # fmt: skip
    assert found.gps is not None
    assert (round(found.gps.latitude, 4), round(found.gps.longitude, 4)) == (37.2, -67.4)
    assert found.rights_uri == "https://creativecommons.org/licenses/by/4.0/"
    assert (found.credit, found.camera, found.orientation) == ("Muzey", "Canon EOS 6D", 6)
    assert (found.width, found.height, found.technical["exposure_seconds"]) == (64, 48, 0.008)


def test_a_position_of_zero_and_zero_is_no_position(picture: Make) -> None:
    tags = ("-GPSLatitude=0", "-GPSLatitudeRef=N", "-GPSLongitude=0", "-GPSLongitudeRef=E")
    assert read_metadata(picture(*tags)).gps is None


@pytest.mark.parametrize("name", ["-delete_original.jpg", "@args.jpg", "a\nb.jpg", "тоғ 'x' $(id).jpg", "%d.jpg"])
def test_a_name_made_to_mislead_is_only_a_name(picture: Make, name: str) -> None:
    made = picture("-XMP-dc:Title=Safe", name="plain.jpg")
    path = made.rename(made.parent / name)
    assert str(read_metadata(path).title) == "Safe"


def test_a_name_that_is_not_utf8_is_read(picture: Make) -> None:
    made = picture("-XMP-dc:Title=Порт")
    path = made.rename(made.parent / os.fsdecode("порт.jpg".encode("cp1251")))
    assert str(read_metadata(path).title) == "Порт"


def test_many_files_keep_their_order_and_a_bad_one_spoils_no_other(picture: Make, tmp_path: Path) -> None:
    paths = [picture(f"-XMP-dc:Title=No {number}", name=f"{number}.jpg") for number in range(5)]
    paths.insert(2, tmp_path / "missing.jpg")
    (tmp_path / "empty.jpg").write_bytes(b"")
    paths.insert(4, tmp_path / "empty.jpg")
    results = list(read_many(paths, ExiftoolLimits(batch_size=3)))
    assert [path for path, _ in results] == paths
    told = [str(found.title) if isinstance(found, PhotoMetadata) else found.reason_code for _, found in results]
    assert told == ["No 0", "No 1", "metadata_unreadable", "No 2", "metadata_unreadable", "No 3", "No 4"]


def test_a_missing_program_names_its_debian_package(picture: Make) -> None:
    with pytest.raises(ExiftoolMissing, match="libimage-exiftool-perl"):
        read_metadata(picture(), ExiftoolLimits(program="exiftool-that-is-not-there"))


def test_a_program_that_does_not_end_is_stopped(picture: Make, tmp_path: Path) -> None:
    limits = ExiftoolLimits(program=program(tmp_path, "exec sleep 60"), seconds_at_least=0.3, seconds_per_file=0.1)
    with pytest.raises(MetadataTimeout):
        read_metadata(picture(), limits)


def test_a_program_that_needs_too_much_memory_or_output_is_an_error_of_that_file(picture: Make, tmp_path: Path) -> None:
    with pytest.raises(MetadataUnreadable):
        read_metadata(picture(), ExiftoolLimits(memory_bytes=8 * 1024**2))
    endless = program(tmp_path, "exec yes [")
    with pytest.raises(MetadataUnreadable):
        read_metadata(picture(), ExiftoolLimits(program=endless, output_bytes=100_000))


@pytest.mark.shared_data
def test_the_reference_image_of_iptc_gives_every_field(shared_data: Path) -> None:
    found = read_metadata(shared_data / "photos" / "xmp_iptc" / "iptc-photometadataref-std2021.1.jpg")
    assert str(found.title) == "The Title (ref2021.1)"
    assert found.headline == "The Headline (ref2021.1)"
    assert str(found.caption) == "The description aka caption (ref2021.1)"
    assert found.creators == ("Creator1 (ref2021.1)",)
    assert (found.credit, found.source) == ("Credit Line (ref2021.1)", "Source (ref2021.1)")
    assert str(found.copyright) == "Copyright (Notice) 2021.1 IPTC - www.iptc.org  (ref2021.1)"
    assert found.rights_uri == "https://example.com/WebStatementOfRights/2021.1"
    assert found.date_edtf == "2021-10-20"
    assert found.keywords == ("Keyword1ref2021.1", "Keyword2ref2021.1", "Keyword3ref2021.1")
    assert found.people == ("Person Shown 1 (ref2021.1)", "Person Shown 2 (ref2021.1)")
    assert (found.place.sublocation, found.place.city, found.place.region, found.place.country) == (
        "Sublocation (Core) (ref2021.1)", "City (Core) (ref2021.1)", "Province/State(Core)(ref2021.1)",
        "Country (Core) (ref2021.1)",
    )  # fmt: skip
    assert found.conflicts == ()


@pytest.mark.shared_data
def test_orientations_positions_and_broken_files_of_the_shared_photographs(shared_data: Path) -> None:
    photos = shared_data / "photos"
    for number in range(1, 9):
        for side in ("landscape", "portrait"):
            assert read_metadata(photos / "orientation" / f"{side}_{number}.jpg").orientation == number
    placed = dict(read_many(sorted((photos / "gps").glob("*.jpg"))))
    assert all(isinstance(found, PhotoMetadata) and found.gps for found in placed.values())
    broken = dict(read_many(sorted((photos / "invalid").glob("*.jpg"))))
    assert [found.width for found in broken.values() if isinstance(found, PhotoMetadata)] == [636, 61, 284]


def test_one_process_reads_file_after_file_as_a_process_of_its_own_would(picture: Make) -> None:
    paths = [picture(f"-XMP-dc:Title=Surat {number}", name=f"{number}.jpg") for number in range(5)]
    alone = [found for _, found in read_many(paths)]
    assert [read_metadata(path) for path in paths] == alone
    waiting = STANDBY._process
    assert waiting is not None
    read_metadata(paths[0])
    assert STANDBY._process is waiting


def test_a_waiting_process_that_was_killed_is_replaced(picture: Make) -> None:
    path = picture("-XMP-dc:Title=Termiz")
    read_metadata(path)
    assert STANDBY._process is not None
    STANDBY._process.kill()
    assert str(read_metadata(path).title) == "Termiz"


def test_a_waiting_process_dies_with_its_own(picture: Make) -> None:
    code = (
        "import os, sys; from pathlib import Path; from archive.extract.metadata import read_metadata;"
        "from archive.extract.metadata.standby import STANDBY;"
        "read_metadata(Path(sys.argv[1])); print(STANDBY._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    made = subprocess.run(
        [sys.executable, "-c", code, str(picture())],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    pid = int(made.stdout)
    until = time.monotonic() + PATIENCE_SECONDS
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]:
        assert time.monotonic() < until
        time.sleep(0.05)
