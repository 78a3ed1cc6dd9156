"""Draw the pages of image files, reduced while decoding where they are very large."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from PIL import Image

from archive.extract.errors import DocumentUnreadable, PageUnreadable, TooManyPixels, gettext_noop
from archive.extract.pdf.layer import TextLayer
from archive.extract.pdf.limits import DocumentLimits
from archive.extract.pictures import Measures, PictureBroken, PictureTooLarge, draw, measure


class ImageSource:
    """An image file as a document; see ``opening.DocumentSource``. Pages of a TIFF are its pictures in full size."""

    def __init__(self, path: Path, limits: DocumentLimits, media_type: str) -> None:
        self._path, self._limits, self._media_type = path, limits, media_type
        self._pages = self._measured().pages[: limits.max_pages]
        self.page_count = len(self._pages)
        self._check(self.page_size(1))

    def page_size(self, number: int) -> tuple[int, int]:
        try:
            return self._pages[number - 1].upright
        except IndexError as error:
            raise self._damaged(number) from error

    def render(self, number: int, long_edge_px: int | None = None) -> Image.Image:
        width, height = self.page_size(number)
        self._check((width, height))
        edge = max(width, height)
        wanted = min(long_edge_px or edge, int(edge * min(1.0, (self._limits.drawn_pixels / (width * height)) ** 0.5)))
        try:
            return draw(self._path, self._media_type, max(wanted, 1), self._pages[number - 1].directory)
        except PictureTooLarge as error:
            raise self._too_many((width, height), error.most) from error
        except PictureBroken as error:
            raise self._damaged(number) from error

    def text_layer(self, number: int) -> TextLayer | None:
        return None

    def close(self) -> None:
        return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _measured(self) -> Measures:
        try:
            return measure(self._path, self._media_type, self._limits.max_pages)
        except PictureTooLarge as error:
            message = gettext_noop("The image %(name)s has more than the %(most)s pixels allowed; save it smaller.")
            raise TooManyPixels(message, name=self._path.name, most=self._limits.max_pixels) from error
        except PictureBroken as error:
            raise unreadable(self._path.name) from error

    def _check(self, size: tuple[int, int]) -> None:
        if size[0] * size[1] > self._limits.max_pixels:
            raise self._too_many(size, self._limits.max_pixels)

    def _too_many(self, size: tuple[int, int], most: int) -> TooManyPixels:
        return TooManyPixels(
            gettext_noop(
                "The image %(name)s has %(width)s × %(height)s pixels, more than the %(most)s allowed; "
                "save it at a lower resolution."
            ),
            name=self._path.name,
            width=size[0],
            height=size[1],
            most=most,
        )

    def _damaged(self, number: int) -> PageUnreadable:
        message = gettext_noop("Page %(number)s of %(name)s is damaged and cannot be drawn.")
        return PageUnreadable(message, number=number, name=self._path.name)


def unreadable(name: str) -> DocumentUnreadable:
    """Make the error for a file that no reader here knows."""
    return DocumentUnreadable(
        gettext_noop(
            "The file %(name)s is neither a PDF nor an image that can be read; "
            "it may be damaged or of another kind than its name says."
        ),
        name=name,
    )
