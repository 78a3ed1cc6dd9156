"""A file is known by its bytes: type, size, checksum, wholeness; what is wrong has a stable reason."""

import hashlib
import os
import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from archive.ingest.errors import IngestRefused, Reason
from archive.ingest.inspect import inspect
from archive.ingest.types import IngestLimits, Kind, Note
from archive.specimens import hostile

FORMATS = {
    "JPEG": (".jpg", "image/jpeg"), "PNG": (".png", "image/png"), "TIFF": (".tif", "image/tiff"),
    "WEBP": (".webp", "image/webp"), "GIF": (".gif", "image/gif"), "BMP": (".bmp", "image/bmp"),
    "HEIF": (".heic", "image/heic"), "AVIF": (".avif", "image/avif"), "JPEG2000": (".jp2", "image/jp2"),
}  # fmt: skip


def grain(size: tuple[int, int] = (300, 200)) -> Image.Image:
    return Image.frombytes("RGB", size, random.Random(3).randbytes(size[0] * size[1] * 3))


def encoded(picture: Image.Image, name: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, name, **options)
    return out.getvalue()


def pdf(pages: int) -> bytes:
    out = BytesIO()
    with pdfium.PdfDocument.new() as document:
        for _ in range(pages):
            document.new_page(200, 300)
        document.save(out)
    return out.getvalue()


@pytest.fixture
def stored(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def store(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return store


Store = Callable[[str, bytes], Path]


def reason(path: Path, limits: IngestLimits = IngestLimits()) -> Reason:  # noqa: B008 - a frozen value
    with pytest.raises(IngestRefused) as caught:
        inspect(path, limits)
    assert str(caught.value).endswith(".")
    assert "%(" not in str(caught.value)
    return caught.value.reason_code


@pytest.mark.parametrize("name", FORMATS)
def test_each_image_type_is_taken_and_measured(stored: Store, name: str) -> None:
    extension, media_type = FORMATS[name]
    content = encoded(grain(), name)
    found = inspect(stored(f"grain{extension}", content))
    assert (found.media_type, found.extension, found.width, found.height) == (media_type, extension, 300, 200)
    assert (found.size_bytes, found.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (found.kind, found.page_count, found.notes) == (Kind.PHOTO, 1, ())


@pytest.mark.parametrize("share", [0.97, 0.6, 0.2])
@pytest.mark.parametrize("name", FORMATS)
def test_an_image_that_was_cut_off_is_called_truncated(stored: Store, name: str, share: float) -> None:
    content = encoded(grain((800, 600)), name)
    assert reason(stored(f"cut{FORMATS[name][0]}", content[: int(len(content) * share)])) is Reason.TRUNCATED


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_deflate", "jpeg"])
def test_a_compressed_tiff_that_was_cut_off_is_called_truncated(stored: Store, compression: str) -> None:
    content = encoded(grain((800, 600)), "TIFF", compression=compression)
    assert inspect(stored("whole.tif", content)).width == 800
    assert reason(stored("cut.tif", content[: len(content) // 2])) is Reason.TRUNCATED


def test_another_file_under_the_same_name_is_looked_at_anew(stored: Store) -> None:
    whole = encoded(grain(), "PNG")
    assert inspect(stored("same.png", whole)).width == 300
    assert reason(stored("same.png", whole[: len(whole) // 2])) is Reason.TRUNCATED


def test_an_image_with_changed_bytes_is_called_damaged(stored: Store) -> None:
    content = bytearray(encoded(grain(), "PNG"))
    content[len(content) // 2] ^= 0xFF
    assert reason(stored("changed.png", bytes(content))) is Reason.DAMAGED


def test_hostile_files_are_refused_each_for_its_own_reason(stored: Store) -> None:
    for made, expected in (
        (hostile.empty_file(), Reason.EMPTY),
        (hostile.truncated_jpeg(), Reason.TRUNCATED),
        (hostile.pixel_bomb(), Reason.TOO_MANY_PIXELS),
        (hostile.plain_noise(), Reason.UNSUPPORTED_TYPE),
    ):
        assert reason(stored(made.name, made.content)) is expected, made.fault


def test_an_unsupported_type_says_which_types_are_taken(stored: Store) -> None:
    with pytest.raises(IngestRefused, match=r"application/json.*JPEG, PNG, TIFF.*PDF.*DOCX") as caught:
        inspect(stored("notes.txt", b'{"only": "data"}\n'))
    assert caught.value.reason_code is Reason.UNSUPPORTED_TYPE


@pytest.mark.parametrize("name", ["talk.vtt", "Talk.SRT"])
def test_a_transcript_without_its_recording_says_how_it_comes_to_one(name: str, stored: Store) -> None:
    with pytest.raises(IngestRefused, match="page of the recording's file") as caught:
        inspect(stored("upload", b"WEBVTT\n\n00:01.000 --> 00:02.000\nSalom\n"), name=name)
    assert caught.value.reason_code is Reason.UNSUPPORTED_TYPE


def test_limits_of_bytes_pixels_and_pages_are_kept(stored: Store) -> None:
    picture, document = stored("a.png", encoded(grain(), "PNG")), stored("a.pdf", pdf(4))
    pages = stored("a.tif", encoded(grain(), "TIFF", save_all=True, append_images=[grain()] * 3))
    assert reason(picture, IngestLimits(max_bytes=1000)) is Reason.TOO_LARGE
    assert reason(picture, IngestLimits(max_pixels=59_999)) is Reason.TOO_MANY_PIXELS
    assert reason(document, IngestLimits(max_pages=3)) is Reason.TOO_MANY_PAGES
    assert reason(pages, IngestLimits(max_pages=3)) is Reason.TOO_MANY_PAGES
    exact = IngestLimits(max_bytes=picture.stat().st_size, max_pixels=60_000, max_pages=4)
    assert [inspect(path, exact).page_count for path in (picture, document)] == [1, 4]


def test_every_page_of_a_tiff_counts_against_the_pixel_limit(stored: Store) -> None:
    pages = stored("a.tif", encoded(grain(), "TIFF", save_all=True, append_images=[grain((900, 900))]))
    assert reason(pages, IngestLimits(max_pixels=100_000)) is Reason.TOO_MANY_PIXELS


def test_a_pdf_is_a_document_with_its_pages_and_a_cut_one_says_so(stored: Store) -> None:
    found = inspect(stored("report.pdf", pdf(3)))
    assert (found.kind, found.page_count, found.media_type) == (Kind.DOCUMENT, 3, "application/pdf")
    assert reason(stored("cut.pdf", pdf(3)[:120])) is Reason.TRUNCATED
    assert reason(stored("none.pdf", b"%PDF-1.4\nnothing")) is Reason.TRUNCATED
    broken = pdf(3).replace(b"/Pages", b"/Pagez")
    assert reason(stored("broken.pdf", broken)) is Reason.DAMAGED


def test_a_pdf_after_some_junk_is_still_a_pdf(stored: Store) -> None:
    assert inspect(stored("mailed.pdf", b"\r\n\0junk\n" + pdf(1))).media_type == "application/pdf"


def test_a_wrong_extension_is_a_note_and_no_refusal(stored: Store) -> None:
    made = hostile.wrong_extension()
    found = inspect(stored(made.name, made.content))
    assert (found.media_type, found.extension, found.notes) == (
        "application/pdf", ".pdf", (Note.MISMATCHED_EXTENSION,),
    )  # fmt: skip
    assert inspect(stored("scan", encoded(grain(), "JPEG"))).notes == (Note.NO_EXTENSION,)


def test_the_name_the_sender_gave_counts_and_not_the_place_on_disk(stored: Store) -> None:
    found = inspect(stored("tmp8z_x2.upload", encoded(grain(), "JPEG")), name="Божхона_пости, 1926.jpg")
    assert (found.original_name, found.suggested_title) == ("Божхона_пости, 1926.jpg", "Божхона пости, 1926")
    assert found.notes == ()


@pytest.mark.parametrize(
    ("name", "title"),
    [("Xat_1924__ilova.jpg", "Xat 1924 ilova"), ("a.b.c.jpg", "a.b.c"), ("_.jpg", "_.jpg"), ("и\u0306.jpg", "й")],
)
def test_the_title_is_suggested_from_the_name(stored: Store, name: str, title: str) -> None:
    assert inspect(stored("x.jpg", encoded(grain(), "JPEG")), name=name).suggested_title == title


def test_a_name_that_is_not_utf8_is_noted_and_shown(stored: Store) -> None:
    found = inspect(stored(os.fsdecode("порт.jpg".encode("cp1251")), encoded(grain(), "JPEG")))
    assert Note.NAME_NOT_UTF8 in found.notes
    assert found.original_name.encode("utf-8")


def test_a_missing_file_and_a_folder_have_reasons(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.jpg") is Reason.MISSING
    assert reason(tmp_path) is Reason.UNREADABLE


def test_a_person_may_overrule_the_kind_of_an_image_but_not_of_a_pdf(stored: Store) -> None:
    picture = stored("a.jpg", encoded(grain(), "JPEG"))
    assert inspect(picture, kind=Kind.DOCUMENT).kind is Kind.DOCUMENT
    assert inspect(stored("a.pdf", pdf(1)), kind=Kind.PHOTO).kind is Kind.DOCUMENT
