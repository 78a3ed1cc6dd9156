"""Hold photographs as Wagtail images."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from archive.choices import AssetKind
from archive.models.asset import Asset, original_path

LONGEST_FILTER = 44
LYING_FROM = 5


class Photo(Asset, AbstractImage):
    """A photograph: a Wagtail image that is also an asset."""

    kind: ClassVar[AssetKind] = AssetKind.PHOTO

    admin_form_fields = WagtailImage.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        permissions = [("choose_image", "Can choose image")]

    @property
    def upright_size(self) -> tuple[int, int]:
        """Return width and height in pixels as seen: EXIF orientations 5 to 8 lie on their side (Exif 2.32, 4.6.4)."""
        said = self.technical.get("metadata") or {}
        lies = (said.get("orientation") or 1) >= LYING_FROM
        return (self.height, self.width) if lies else (self.width, self.height)

    def get_upload_to(self, filename: str) -> str:
        """Return the private path of the original."""
        return original_path(self, filename)


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
