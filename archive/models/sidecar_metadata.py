"""Hold what an XMP beside a file says of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.choices import AssetKind


class SidecarMetadata(models.Model):
    """The metadata of one asset that came in a file of their own: the file as it came, and what was read from it."""

    kind = models.CharField(max_length=10, choices=AssetKind.choices)
    asset_id = models.BigIntegerField()
    name = models.CharField(max_length=255)
    content = models.TextField()
    metadata = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        verbose_name = _("metadata beside a file")
        verbose_name_plural = _("metadata beside files")
        constraints = [models.UniqueConstraint(fields=["kind", "asset_id"], name="archive_sidecar_metadata_once")]

    def __str__(self) -> str:
        """Return its name."""
        return self.name
