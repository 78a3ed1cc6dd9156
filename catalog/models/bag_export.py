"""Hold exports: which records are packed into a bag, how far that is, and where the bag lies until it expires."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.reason_field import ReasonField
from archive.reasons import Reason
from catalog.choices import BagState


class BagExport(models.Model):
    """One bag: ``record_ids`` or all of a ``collection``; ``mark`` says up to where it is packed, ``last_record`` too.

    ``problems`` lists files that could not be packed, as ``[record, file, reason]``.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    record_ids = models.JSONField(null=True)
    collection = models.ForeignKey(
        "catalog.Collection", verbose_name=_("collection"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    collection_key = models.BigIntegerField(null=True)
    has_versions = models.BooleanField(_("with earlier versions of files"), default=False)
    has_texts = models.BooleanField(_("with text and transcripts"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=BagState.choices, default=BagState.WORKING)
    reason = ReasonField(_("reason"), default=Reason, blank=True)
    problems = models.JSONField(default=list)
    record_count = models.PositiveIntegerField(_("records"), default=0)
    done_count = models.PositiveIntegerField(_("records packed"), default=0)
    expected_bytes = models.PositiveBigIntegerField(default=0)
    last_record = models.BigIntegerField(default=0)
    mark = models.JSONField(default=dict)
    name = models.CharField(_("stored name"), max_length=200, blank=True)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=200, blank=True)
    worked_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)
    expires_at = models.DateTimeField(_("is deleted at"), null=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ("add",)
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = [
            models.Index(fields=["state"], condition=models.Q(state=BagState.WORKING), name="catalog_export_running"),
            models.Index(fields=["expires_at"], condition=models.Q(state=BagState.READY), name="catalog_export_expiry"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def bag_name(self) -> str:
        """Return the name of the bag's folder and file: its day and the beginning of its id."""
        return f"bag-{self.asked_at:%Y-%m-%d}-{self.uid.hex[:8]}"

    @property
    def stored_as(self) -> str:
        """Return where the finished bag is stored; the public door hands out nothing of that folder."""
        return f"exports/{self.uid.hex[:2]}/{self.uid.hex}.tar"

    @property
    def is_open(self) -> bool:
        """Say whether it is still being packed."""
        return self.state == BagState.WORKING

    @property
    def share_pct(self) -> int:
        """Return how much is packed."""
        return 100 * self.done_count // self.record_count if self.record_count else 0
