"""Hold the copies that leave the house, what readers say they take them for, and how often they are taken."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.choices import AssetKind
from archive.models.reason_field import ReasonField
from archive.reasons import Reason
from catalog.choices import CopySize, CopyState, Purpose


class DeliveredCopy(models.Model):
    """A copy of a file in one size, described inside in one reader's language; kept while it is asked for.

    ``edition`` stands for all that went into it: bytes, description, recipe. What changes there asks for another copy.
    """

    record = models.ForeignKey("catalog.Record", on_delete=models.CASCADE, related_name="copies")
    kind = models.CharField(max_length=10, choices=AssetKind.choices)
    asset_id = models.BigIntegerField()
    size = models.CharField(max_length=10, choices=CopySize.choices)
    language = models.CharField(max_length=5)
    edition = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=CopyState.choices, default=CopyState.WAITING)
    reason = ReasonField(default=Reason, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    ordered_at = models.DateTimeField(default=timezone.now)
    asked_on = models.DateField(default=timezone.localdate, db_index=True)

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind", "asset_id", "size", "language", "edition"], name="catalog_copy_is_one"
            )
        ]
        indexes = [models.Index(fields=["kind", "asset_id"], name="catalog_copy_asset")]

    def __str__(self) -> str:
        return f"{self.kind} {self.asset_id} {self.size} {self.language}"


class DownloadStatement(models.Model):
    """What somebody said they take a file for. No address is kept; a person only who was logged in."""

    record = models.ForeignKey("catalog.Record", on_delete=models.CASCADE, related_name="download_statements")
    size = models.CharField(_("size"), max_length=10, choices=CopySize.choices)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    publication = models.CharField(_("publication"), max_length=200, blank=True)
    detail = models.CharField(_("what for"), max_length=500, blank=True)
    standing = models.CharField(_("audience"), max_length=12)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    stated_at = models.DateTimeField(_("stated at"), default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-stated_at", "-id"]
        verbose_name = _("stated purpose")
        verbose_name_plural = _("stated purposes")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.stated_at:%Y-%m-%d} {self.get_purpose_display()}"


class DownloadCount(models.Model):
    """How often files of a record were taken on one day, by size, purpose and audience; never who took them."""

    record = models.ForeignKey("catalog.Record", on_delete=models.CASCADE, related_name="download_counts")
    day = models.DateField(db_index=True)
    size = models.CharField(max_length=10, choices=CopySize.choices)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, blank=True)
    standing = models.CharField(max_length=12)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("downloads of a day")
        verbose_name_plural = _("downloads of a day")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["record", "day", "size", "purpose", "standing"], name="catalog_download_count_is_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.size}: {self.count}"
