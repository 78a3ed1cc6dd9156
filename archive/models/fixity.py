"""Keep for each stored original what its checksum must be, when it was last taken, and how it was found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.choices import AssetKind, FixityState
from archive.models.reason_field import ReasonField
from archive.reasons import Reason

FAILED_STATES = (FixityState.CHANGED, FixityState.MISSING, FixityState.UNREADABLE)


class FixityCheck(models.Model):
    """One stored file that must stay as it came: the original of an asset, or an earlier version of it.

    ``since`` is when it was last checked, or entered while it never was; ``due_at`` when it is looked at next.
    ``failed_at`` is when it was first found wrong, ``good_at`` when it was last found right. ``reported_at`` says that
    people were told of the failure, ``dealt_at`` that somebody has said it is mended; both are empty again once it is
    found intact.
    """

    name = models.CharField(_("stored name"), max_length=200, unique=True)
    kind = models.CharField(_("kind of asset"), max_length=10, choices=AssetKind.choices)
    asset_id = models.BigIntegerField(_("asset"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    state = models.CharField(_("outcome"), max_length=10, choices=FixityState.choices, default=FixityState.UNCHECKED)
    since = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(_("next check"))
    checked_at = models.DateTimeField(_("last checked at"), null=True)
    good_at = models.DateTimeField(_("last good at"), null=True)
    failed_at = models.DateTimeField(_("first found wrong at"), null=True)
    reported_at = models.DateTimeField(_("reported at"), null=True)
    dealt_at = models.DateTimeField(_("dealt with at"), null=True)
    dealt_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("dealt with by"), null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    found_sha256 = models.CharField(_("SHA-256 found"), max_length=64, blank=True)
    found_bytes = models.PositiveBigIntegerField(_("bytes found"), null=True)
    problem = ReasonField(_("problem"), default=Reason, blank=True)
    claimed_by = models.CharField(max_length=200, blank=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("fixity check")
        verbose_name_plural = _("fixity checks")
        indexes = [
            models.Index(fields=["due_at"], name="archive_fixity_due"),
            models.Index(fields=["since"], name="archive_fixity_since"),
            models.Index(fields=["state"], name="archive_fixity_state"),
            models.Index(fields=["kind", "asset_id"], name="archive_fixity_asset"),
        ]

    def __str__(self) -> str:
        """Return the stored name and how it was found."""
        return f"{self.name}: {self.state}"

    @property
    def is_wrong(self) -> bool:
        """Say whether it was found damaged, gone or not to be read."""
        return self.state in FAILED_STATES


class FixityPace(models.Model):
    """The one row that says when checks go on, and what people have asked of all originals.

    ``entered`` is the highest key of each kind of asset whose originals are entered here; ``asked_at`` is when a
    person wanted all of them checked, ``problem`` why checks pause; ``compare_at`` and
    ``identify_at`` are when photos are compared and formats told next.
    """

    next_at = models.DateTimeField(default=timezone.now)
    entered = models.JSONField(default=dict)
    asked_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    compare_at = models.DateTimeField(default=timezone.now)
    identify_at = models.DateTimeField(default=timezone.now)
    problem = ReasonField(default=Reason, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("pace of fixity checks")
        verbose_name_plural = _("pace of fixity checks")

    def __str__(self) -> str:
        """Return when checks go on."""
        return str(self.next_at)
