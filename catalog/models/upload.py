"""Hold uploads that are sent in pieces: whose they are, how large, and how much has arrived."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ResumableUpload(models.Model):
    """One file of a deposit that arrives in pieces (tus); kept for some days after it is whole, for its sender to ask.

    ``received_bytes`` is for showing; what counts is what is on disk. Bytes from ``unproven_from`` on came with a
    checksum that has not been compared yet: when a process dies over them, they are cut off.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.OneToOneField("catalog.DepositFile", on_delete=models.CASCADE, related_name="upload")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    received_bytes = models.PositiveBigIntegerField(_("bytes received"), default=0)
    unproven_from = models.PositiveBigIntegerField(null=True)
    metadata = models.TextField(blank=True)
    bag = models.CharField(max_length=64, blank=True, default="", editable=False)
    """Stands for the folder, a bag, whose files are taken in together once its sender says that all have come."""
    begun_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        indexes = [
            models.Index(fields=["bag"], condition=models.Q(bag__gt=""), name="catalog_upload_bag"),
        ]

    def __str__(self) -> str:
        """Return its id."""
        return str(self.uid)

    @property
    def expires_at(self) -> datetime:
        """Return when it is given up if nothing more comes."""
        return self.touched_at + timedelta(days=settings.FONDS_UPLOAD_DAYS)

    @property
    def is_whole(self) -> bool:
        """Say whether its last byte was received."""
        return self.received_bytes == self.size_bytes and self.unproven_from is None

    @property
    def received_pct(self) -> int:
        """Return how much has arrived."""
        return 100 * self.received_bytes // self.size_bytes if self.size_bytes else 100
