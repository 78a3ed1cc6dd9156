"""Open a page image as gray pixels, within limits told before anything is decoded."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from archive.extract.errors import PageUnreadable, TooManyPixels, gettext_noop


def gray_page(source: Image.Image | Path | str, max_pixels: int) -> Image.Image:
    """Return the page as an "L" image, turned as its EXIF says, transparent parts white.

    Raises TooManyPixels, PageUnreadable.
    """
    if isinstance(source, Image.Image):
        return _gray(source, max_pixels)
    try:
        with Image.open(source) as image:
            return _gray(image, max_pixels)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        message = gettext_noop("The image %(name)s cannot be read: %(detail)s.")
        raise PageUnreadable(message, name=Path(source).name, detail=str(error)) from error


def _gray(image: Image.Image, max_pixels: int) -> Image.Image:
    if image.width * image.height > max_pixels:
        raise TooManyPixels(
            gettext_noop(
                "The image has %(width)s × %(height)s pixels, more than the %(most)s allowed; "
                "scan it at a lower resolution."
            ),
            width=image.width,
            height=image.height,
            most=max_pixels,
        )
    image = ImageOps.exif_transpose(image)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        colored = image.convert("RGBA")
        paper = Image.new("RGBA", colored.size, "white")
        return Image.alpha_composite(paper, colored).convert("L")
    if image.mode.startswith(("I", "F")):
        low, high = image.getextrema()
        span = max(float(high) - float(low), 1.0)  # type: ignore[arg-type]
        return image.point(lambda value: (value - low) * (255.0 / span)).convert("L")
    return image.convert("L")
