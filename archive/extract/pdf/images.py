"""Draw the pages of image files, reduced while decoding where they are very large."""

from __future__ import annotations

import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pillow_heif
import pyvips
from PIL import Image, ImageOps, UnidentifiedImageError

from archive.extract.errors import DocumentUnreadable, PageUnreadable, TooManyPixels, gettext_noop
from archive.extract.pdf.layer import TextLayer
from archive.extract.pdf.limits import DocumentLimits

DECODE_WHOLE_PIXELS = 45_000_000
"""Above this an image is reduced while it is decoded, strip by strip."""

_BROKEN = (OSError, SyntaxError, ValueError, EOFError, MemoryError, TypeError, ZeroDivisionError)

pillow_heif.register_heif_opener()


class ImageSource:
    """An image file as a document; see ``opening.DocumentSource``."""

    def __init__(self, path: Path, limits: DocumentLimits) -> None:
        self._path, self._limits = path, limits
        self._sizes: dict[int, tuple[int, int]] = {}
        self.page_count = min(self._frames(), limits.max_pages)
        self._check(self.page_size(1))

    def page_size(self, number: int) -> tuple[int, int]:
        if number not in self._sizes:
            self._sizes[number] = self._measured(number)
        return self._sizes[number]

    def render(self, number: int, long_edge_px: int | None = None) -> Image.Image:
        width, height = self.page_size(number)
        self._check((width, height))
        edge = max(width, height)
        wanted = min(long_edge_px or edge, int(edge * min(1.0, (self._limits.drawn_pixels / (width * height)) ** 0.5)))
        try:
            large = width * height > DECODE_WHOLE_PIXELS
            image = self._reduced(number, wanted) if large else self._whole(number)
        except (*_BROKEN, pyvips.Error, Image.DecompressionBombError) as error:
            raise self._damaged(number) from error
        if max(image.size) > wanted:
            image.thumbnail((wanted, wanted), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return image

    def text_layer(self, number: int) -> TextLayer | None:
        return None

    def close(self) -> None:
        self._sizes.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _frames(self) -> int:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(self._path) as image:
                    # Frames of GIF, PNG and WebP are animation, not pages.
                    return int(getattr(image, "n_frames", 1)) if image.format in {"TIFF", "MPO"} else 1
        except Image.DecompressionBombError:
            return 1
        except (*_BROKEN, UnidentifiedImageError) as error:
            raise DocumentUnreadable(
                gettext_noop(
                    "The file %(name)s is neither a PDF nor an image that can be read; "
                    "it may be damaged or of another kind than its name says."
                ),
                name=self._path.name,
            ) from error

    def _measured(self, number: int) -> tuple[int, int]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(self._path) as image:
                    image.seek(number - 1)
                    turned = image.getexif().get(0x0112, 1) >= 5
                    width, height = image.size
        except Image.DecompressionBombError:
            large = self._stream(number)
            width, height, turned = large.width, large.height, False
        except (*_BROKEN, pyvips.Error) as error:
            raise self._damaged(number) from error
        return (height, width) if turned else (width, height)

    def _check(self, size: tuple[int, int]) -> None:
        if size[0] * size[1] > self._limits.max_pixels:
            raise TooManyPixels(
                gettext_noop(
                    "The image %(name)s has %(width)s × %(height)s pixels, more than the %(most)s allowed; "
                    "save it at a lower resolution."
                ),
                name=self._path.name,
                width=size[0],
                height=size[1],
                most=self._limits.max_pixels,
            )

    def _damaged(self, number: int) -> PageUnreadable:
        message = gettext_noop("Page %(number)s of %(name)s is damaged and cannot be drawn.")
        return PageUnreadable(message, number=number, name=self._path.name)

    def _whole(self, number: int) -> Image.Image:
        with Image.open(self._path) as image:
            image.seek(number - 1)
            return plain(ImageOps.exif_transpose(image))

    def _stream(self, number: int) -> Any:
        options = {"page": number - 1} if self._path.suffix.lower() in {".tif", ".tiff"} else {}
        return pyvips.Image.new_from_file(str(self._path), access="sequential", **options)

    def _reduced(self, number: int, edge: int) -> Image.Image:
        multiple = self.page_count > 1
        name = f"{self._path}[page={number - 1}]" if multiple else str(self._path)
        small = pyvips.Image.thumbnail(name, edge, height=edge, size="down")
        if small.hasalpha():
            small = small.flatten(background=255)
        small = small.colourspace("b-w" if small.bands == 1 else "srgb").cast("uchar")
        pixels = small.write_to_memory()
        return Image.frombytes("L" if small.bands == 1 else "RGB", (small.width, small.height), pixels)


def plain(image: Image.Image) -> Image.Image:
    """Return the image as "L" or "RGB" on white paper."""
    if image.mode in {"L", "RGB"}:
        return image.copy()
    if image.mode in {"1", "LA"} and "transparency" not in image.info and image.mode == "1":
        return image.convert("L")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        colored = image.convert("RGBA")
        paper = Image.new("RGBA", colored.size, "white")
        return Image.alpha_composite(paper, colored).convert("RGB")
    if image.mode.startswith(("I", "F")):
        extrema = image.getextrema()
        low, high = (float(value) for value in extrema)  # type: ignore[arg-type]
        scale = 255.0 / max(high - low, 1.0)
        return image.convert("F").point(lambda value: value * scale - low * scale).convert("L")
    return image.convert("RGB")
