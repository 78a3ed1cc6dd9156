"""Each hostile file has the fault it names and stays small on disk."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from archive.specimens import hostile


@pytest.mark.parametrize("make", hostile.MAKERS)
def test_hostile_files_are_small_and_always_the_same(make: object) -> None:
    assert callable(make)
    assert make() == make()
    assert len(make().content) < 40_000


def test_the_truncated_picture_cannot_be_loaded() -> None:
    with Image.open(BytesIO(hostile.truncated_jpeg().content)) as picture, pytest.raises(OSError, match="truncated"):
        picture.load()


def test_the_bomb_promises_more_pixels_than_any_limit() -> None:
    content = hostile.pixel_bomb().content
    with pytest.raises(Image.DecompressionBombError):
        Image.open(BytesIO(content))


def test_the_encrypted_pdf_opens_with_its_password_only() -> None:
    content = hostile.encrypted_pdf().content
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(content)

    assert len(pypdfium2.PdfDocument(content, password=hostile.PASSWORD)) == 1
