"""Hold photographs as Wagtail images."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import willow
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)
from wagtail.images.models import Image as WagtailImage

from archive.choices import AssetKind
from archive.models.asset import Asset, original_path
from archive.renditions import photo_filter

LONGEST_FILTER = 44
LYING_FROM = 5
STAND_IN = "large"


class OriginalFieldFile(WagtailImageFieldFile):
    """An original whose size was measured when it was inspected: Wagtail cannot measure every format."""

    def get_image_dimensions(self) -> tuple[int, int]:
        """Return width and height as stored."""
        measured = (self.instance.width, self.instance.height)
        return measured if all(measured) else super().get_image_dimensions()


class OriginalField(WagtailImageField):
    """Wagtail's field for images, with originals of every format that is taken in."""

    attr_class = OriginalFieldFile

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Stay Wagtail's own field for migrations: the column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs


class Photo(Asset, AbstractImage):
    """A photograph: a Wagtail image that is also an asset."""

    kind: ClassVar[AssetKind] = AssetKind.PHOTO

    file: Any = OriginalField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )

    admin_form_fields = WagtailImage.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        indexes = [models.Index(fields=["state", "created_at"], name="archive_photo_state")]
        permissions = [("choose_image", "Can choose image")]

    @property
    def upright_size(self) -> tuple[int, int]:
        """Return width and height in pixels as seen.

        They are what was drawn. Of a photo taken in before that was noted, EXIF orientations 5 to 8 lie on their side
        (Exif 2.32, 4.6.4).
        """
        if drawn := self.technical.get("upright"):
            return int(drawn[0]), int(drawn[1])
        said = self.technical.get("metadata") or {}
        lies = (said.get("orientation") or 1) >= LYING_FROM
        return (self.height, self.width) if lies else (self.width, self.height)

    def get_upload_to(self, filename: str) -> str:
        """Return the private path of the original."""
        return original_path(self, filename)

    @contextmanager
    def get_willow_image(self) -> Iterator[Any]:
        """Give Wagtail the largest upright copy to work on: right colors, known format, and never too many pixels."""
        stand_in = self.renditions.filter(filter_spec=photo_filter(STAND_IN)).first() if self.pk else None
        if stand_in is None or self.has_focal_point():
            # A focal point is told in pixels of the original.
            with super().get_willow_image() as image:
                yield image
            return
        with default_storage.open(stand_in.file.name, "rb") as file:
            yield willow.Image.open(file)

    def create_renditions(self, *filters: Filter) -> dict[Filter, Any]:
        """Make renditions one by one: Wagtail would read the whole original into memory and decode it for each."""
        return {one: self.create_rendition(one) for one in filters}


class PhotoRendition(AbstractRendition):
    """A copy of a photo in another size, under the photo's own access rule."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")

    def get_upload_to(self, filename: str) -> str:
        """Return the private path of the rendition, short enough for the field; Wagtail's name ends with the filter."""
        uid = self.image.uid.hex
        made_by = filename.partition(".")[2][-LONGEST_FILTER:]
        return f"renditions/{uid[:2]}/{uid}/{made_by}"
