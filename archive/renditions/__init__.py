"""Make copies of photos and pages in the sizes that screens need.

``PAGE_SIZES``, ``PHOTO_SIZES`` and ``POSTER_SIZES`` map a size's name to the longest edge in pixels; the names stand
in addresses.
"""

PAGE_SIZES = {"thumb": 320, "medium": 1100, "large": 2600}
PHOTO_SIZES = {"thumb": 400, "medium": 1280, "large": 2560}
POSTER_SIZES = {"thumb": 400, "medium": 1280}

JPEG_QUALITY = 82


def photo_filter(size: str) -> str:
    """Return the Wagtail filter that makes a photo rendition of a named size; upright and without upscaling."""
    edge = PHOTO_SIZES[size]
    return f"max-{edge}x{edge}|format-jpeg|jpegquality-{JPEG_QUALITY}"
