"""Hold sound and film as wagtailmedia items, with the copies that browsers play."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia

from archive.choices import AssetKind
from archive.models.asset import Asset, original_path


class Recording(Asset, AbstractMedia):
    """A sound or film recording.

    ``proxy_name``, ``poster_name`` and ``waveform_name`` are storage names of what was made of it, each under a name
    of its own every time; a file without its name here is not served. ``poster_second`` is a person's choice.
    """

    kind: ClassVar[AssetKind] = AssetKind.RECORDING

    file = models.FileField(_("file"), upload_to=original_path)
    proxy_name = models.CharField(max_length=200, blank=True, editable=False)
    proxy_type = models.CharField(max_length=40, blank=True, editable=False)
    proxy_bytes = models.PositiveBigIntegerField(default=0, editable=False)
    poster_name = models.CharField(max_length=200, blank=True, editable=False)
    poster_second = models.FloatField(_("second of the poster"), null=True, blank=True, editable=False)
    waveform_name = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        indexes = [models.Index(fields=["state", "created_at"], name="archive_recording_state")]

    @property
    def folder(self) -> str:
        """Return the storage folder of what was made of it."""
        return f"recordings/{self.uid.hex[:2]}/{self.uid.hex}"

    @property
    def is_film(self) -> bool:
        """Say whether there are moving pictures."""
        return bool(self.type == "video")

    def poster_file(self, size: str) -> str:
        """Return the storage name of the poster in a size of ``archive.renditions.POSTER_SIZES``, empty for none."""
        return f"{self.poster_name}-{size}.jpg" if self.poster_name else ""

    @property
    def made_names(self) -> list[str]:
        """Return the storage names of all that was made of it."""
        from archive.renditions import POSTER_SIZES  # noqa: PLC0415 - renditions import models

        posters = [self.poster_file(size) for size in POSTER_SIZES] if self.poster_name else []
        return [name for name in (self.proxy_name, self.waveform_name, *posters) if name]
