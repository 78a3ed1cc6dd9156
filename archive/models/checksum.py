"""Register each distinct content once, over all asset models."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.choices import AssetKind


class Checksum(models.Model):
    """Name the one asset that holds a given content; the primary key keeps two deposits from racing."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=10, choices=AssetKind.choices)
    asset_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("checksum")
        verbose_name_plural = _("checksums")

    def __str__(self) -> str:
        """Return the checksum and whose it is."""
        return f"{self.sha256} {self.kind} {self.asset_id}"
