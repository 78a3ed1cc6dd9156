"""Keep the files an asset has had, and the orders to put another in place of the present one."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.choices import AssetKind, ReplacementState
from archive.models.reason_field import ReasonField
from archive.reasons import Reason

OPEN_STATES = (ReplacementState.WAITING, ReplacementState.WORKING)


class AssetVersion(models.Model):
    """One file of an asset that has had several; the one whose checksum the asset has is the present one.

    ``facts`` are the asset's own fields that belong to the file (size in pixels, length), and under ``pages`` which
    version of each corrected page was shown when the file was last the present one.
    """

    kind = models.CharField(_("kind of asset"), max_length=10, choices=AssetKind.choices)
    asset_id = models.BigIntegerField(_("asset"))
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("stored name"), max_length=200, unique=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)
    original_name = models.CharField(_("original name"), max_length=255, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    made_at = models.DateTimeField(_("taken in at"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, blank=True, on_delete=models.DO_NOTHING,
        db_constraint=False, related_name="+",
    )  # fmt: skip
    why = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        ordering = ["kind", "asset_id", "number"]
        default_permissions = ()
        verbose_name = _("version of a file")
        verbose_name_plural = _("versions of files")
        constraints = [
            models.UniqueConstraint(fields=["kind", "asset_id", "number"], name="archive_version_number_once"),
            models.UniqueConstraint(fields=["kind", "asset_id", "sha256"], name="archive_version_content_once"),
        ]

    def __str__(self) -> str:
        """Return whose and which."""
        return f"{self.kind} {self.asset_id}, {self.number}"


class Replacement(models.Model):
    """An uploaded file that is to take the place of an asset's; its row outlives the work as its outcome.

    ``location`` is where the upload lies, ``stored_name`` where it is to be kept: noted before anything is stored
    there, so that the leavings of a killed process are found.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind of asset"), max_length=10, choices=AssetKind.choices)
    asset_id = models.BigIntegerField(_("asset"))
    location = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=200, blank=True)
    original_name = models.CharField(_("original name"), max_length=255)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    why = models.CharField(_("why"), max_length=500)
    state = models.CharField(
        _("state"), max_length=10, choices=ReplacementState.choices, default=ReplacementState.WAITING
    )
    reason = ReasonField(_("reason"), default=Reason, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_by = models.CharField(max_length=200, blank=True)
    claimed_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        verbose_name = _("replacement of a file")
        verbose_name_plural = _("replacements of files")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "asset_id"], condition=models.Q(state__in=OPEN_STATES),
                name="archive_one_replacement_at_a_time",
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["kind", "asset_id"], name="archive_replacement_asset"),
            models.Index(fields=["state"], condition=models.Q(state__in=OPEN_STATES), name="archive_replacement_open"),
        ]

    def __str__(self) -> str:
        """Return whose, and how far it is."""
        return f"{self.kind} {self.asset_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        """Say whether it waits or is being worked on."""
        return self.state in OPEN_STATES
