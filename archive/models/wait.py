"""Keep what waits for a program that is not installed, so that it is taken up when the program is there."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.choices import AssetKind, WaitingWork


class Wait(models.Model):
    """One piece of work that waits.

    ``number`` is that of the page, or the key of the order to write down speech; 0 for the file itself. ``needs`` is
    the program as ``archive.extract.programs`` names it.
    """

    work = models.CharField(_("work"), max_length=10, choices=WaitingWork.choices)
    kind = models.CharField(_("kind of asset"), max_length=10, choices=AssetKind.choices)
    asset_id = models.BigIntegerField(_("asset"))
    number = models.BigIntegerField(_("number"), default=0)
    needs = models.CharField(_("program"), max_length=60)
    package = models.CharField(_("Debian package"), max_length=120, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("wait for a program")
        verbose_name_plural = _("waits for programs")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "asset_id", "work", "number"], name="archive_wait_once")]
        indexes = [models.Index(fields=["needs"], name="archive_wait_needs")]

    def __str__(self) -> str:
        """Return what waits for what."""
        return f"{self.kind} {self.asset_id}/{self.number}: {self.needs}"
