"""Store the images of a page: one upright picture in a few sizes."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from archive.models import Page
from archive.renditions import JPEG_QUALITY, PAGE_SIZES


def store_page_images(page: Page, upright: Image.Image) -> None:
    """Store an upright page image in every size of ``PAGE_SIZES``, replacing older ones; never upscaled."""
    picture = upright if upright.mode in {"L", "RGB"} else upright.convert("RGB")
    for size, edge in sorted(PAGE_SIZES.items(), key=lambda item: -item[1]):
        if max(picture.size) > edge:
            picture = picture.copy()
            picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3)
        packed = BytesIO()
        picture.save(packed, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
        name = page.image_name(size)
        default_storage.delete(name)
        default_storage.save(name, ContentFile(packed.getvalue()))
