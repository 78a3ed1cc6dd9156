"""Describe what every deposited file has, whatever Wagtail model it is."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.choices import AssetKind, AssetState
from archive.models.reason_field import ReasonField
from archive.reasons import Reason

CHUNK_BYTES = 1 << 20


def original_path(instance: Asset, filename: str) -> str:
    """Return where an original is stored: by its opaque id, so that no name can collide or leak."""
    suffix = PurePosixPath(filename).suffix.lower()[:10]
    uid = instance.uid.hex
    return f"originals/{uid[:2]}/{uid}{suffix}"


class Asset(models.Model):
    """A deposited file: identity, fixity, format and how far its reading has come."""

    kind: ClassVar[AssetKind]
    search_auto_update = False
    """The choosers of Wagtail are told of files by receivers of ours, of many at once where many come."""

    if TYPE_CHECKING:
        # Wagtail's own model, which every asset also is, brings these.
        file: Any
        objects: ClassVar[models.Manager[Any]]
        uploaded_by_user: Any

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False, db_index=True)
    media_type = models.CharField(_("media type"), max_length=100, blank=True, editable=False)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    original_name = models.CharField(_("original name"), max_length=255, blank=True, editable=False)
    technical = models.JSONField(_("technical facts"), default=dict, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=AssetState.choices, default=AssetState.WAITING, editable=False
    )
    state_reason = ReasonField(_("reason"), default=Reason, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, taking checksum, size and name of a file that has just been given."""
        stored = self.file
        if stored and not stored._committed:
            self.original_name = self.original_name or PurePosixPath(stored.name).name[-255:]
            if not self.sha256:
                self.sha256, self.size_bytes = digest(stored)
        super().save(*args, **kwargs)


def digest(file: Any) -> tuple[str, int]:
    """Return SHA-256 (hex) and size in bytes of an open file-like, read in chunks and rewound."""
    sha256 = hashlib.sha256()
    size = 0
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        sha256.update(chunk)
        size += len(chunk)
    file.seek(0)
    return sha256.hexdigest(), size
