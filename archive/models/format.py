"""Keep of each asset which format its file is by the signatures of PRONOM."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.choices import AssetKind


class FileFormat(models.Model):
    """The format of an asset's present file; ``edition`` names the signatures it was told by, empty while it waits.

    Without ``puid`` no signature matched. The row goes with its asset.
    """

    kind = models.CharField(_("kind of asset"), max_length=10, choices=AssetKind.choices)
    asset_id = models.BigIntegerField(_("asset"))
    puid = models.CharField("PUID", max_length=40, blank=True)
    name = models.CharField(_("format"), max_length=200, blank=True)
    version = models.CharField(_("version"), max_length=40, blank=True)
    media_type = models.CharField(_("media type"), max_length=200, blank=True)
    basis = models.CharField(_("told by"), max_length=200, blank=True)
    warning = models.CharField(_("remark"), max_length=200, blank=True)
    edition = models.CharField(_("signatures"), max_length=40, blank=True)
    identified_at = models.DateTimeField(_("identified at"), null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("format of a file")
        verbose_name_plural = _("formats of files")
        constraints = [models.UniqueConstraint(fields=["kind", "asset_id"], name="archive_format_once")]
        indexes = [
            models.Index(fields=["edition", "id"], name="archive_format_edition"),
            models.Index(fields=["puid", "name", "version", "kind"], name="archive_format_held"),
        ]

    def __str__(self) -> str:
        """Return identifier, name and version."""
        return " ".join(part for part in (self.puid, self.name, self.version) if part)
