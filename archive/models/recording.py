"""Hold sound and film as wagtailmedia items."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia

from archive.choices import AssetKind
from archive.models.asset import Asset, original_path


class Recording(Asset, AbstractMedia):
    """A sound or film recording."""

    kind: ClassVar[AssetKind] = AssetKind.RECORDING

    file = models.FileField(_("file"), upload_to=original_path)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
