"""Hold manifests: tables of metadata that came with a deposit, their rows, and what columns were taken to mean."""

from __future__ import annotations

import unicodedata
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.reason_field import ReasonField
from archive.reasons import Reason
from catalog.choices import ManifestState, RowOutcome

NAME_KEY_LENGTH = 255
BUSY_STATES = (ManifestState.READING, ManifestState.CHECKING, ManifestState.APPLYING)


def name_key(path: str) -> str:
    """Return a file's own name as names are compared: composed, without regard to case."""
    name = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return unicodedata.normalize("NFC", name).casefold()[-NAME_KEY_LENGTH:]


class NameKeyField(models.CharField[Any, Any]):
    """The name by which a row with a path is found, whoever writes the path."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Take it from the path."""
        key = name_key(model_instance.path)  # type: ignore[attr-defined]  # only models with a path have this field
        setattr(model_instance, self.attname, key)
        return key


class Manifest(models.Model):
    """One table of metadata: where its bytes are, its headers, what they stand for, and how far it is worked off.

    ``mapping`` holds the code of a field for each header, "" for a column that is passed over. ``round`` grows each
    time all rows are to be looked at anew; a row of an earlier round still waits to be.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deposit = models.ForeignKey("catalog.Deposit", on_delete=models.CASCADE, related_name="manifests")
    name = models.CharField(_("name"), max_length=255)
    location = models.TextField()
    form = models.CharField(_("form"), max_length=60, blank=True)
    headers = models.JSONField(default=list, blank=True)
    mapping = models.JSONField(default=list, blank=True)
    is_remembered = models.BooleanField(default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ManifestState.choices, default=ManifestState.READING, db_index=True
    )
    problem = ReasonField(_("problem"), default=Reason, blank=True)
    round = models.PositiveIntegerField(default=0)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("given by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    worked_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    """How often work on it was begun since a process last survived it."""

    class Meta:
        ordering = ["-given_at", "-id"]
        default_permissions = ()
        verbose_name = _("manifest")
        verbose_name_plural = _("manifests")

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    @property
    def is_busy(self) -> bool:
        """Say whether workers are at it."""
        return self.state in BUSY_STATES

    @property
    def is_agreed(self) -> bool:
        """Say whether its rows are to be carried into records."""
        return self.state in {ManifestState.APPLYING, ManifestState.APPLIED}


class ManifestRow(models.Model):
    """One row: its cells as text, the file it is about, and what became of it.

    ``given`` names the fields of the record that it has set: reading the file again leaves them alone.
    """

    manifest = models.ForeignKey(Manifest, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=list)
    path = models.TextField(blank=True)
    name_key = NameKeyField(max_length=NAME_KEY_LENGTH, blank=True)
    file = models.ForeignKey("catalog.DepositFile", null=True, on_delete=models.SET_NULL, related_name="manifest_rows")
    record = models.ForeignKey("catalog.Record", null=True, on_delete=models.SET_NULL, related_name="manifest_rows")
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome.choices, default=RowOutcome.UNSEEN)
    problems = models.JSONField(default=list, blank=True)
    given = models.JSONField(default=list, blank=True)
    kept = models.JSONField(default=list, blank=True)
    """Fields that a person had edited, so that they were left."""
    round = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("row of a manifest")
        verbose_name_plural = _("rows of manifests")
        constraints = [models.UniqueConstraint(fields=["manifest", "number"], name="catalog_manifest_row_once")]
        indexes = [
            models.Index(fields=["manifest", "name_key"], name="catalog_manifest_name"),
            models.Index(fields=["manifest", "round", "number"], name="catalog_manifest_queue"),
            models.Index(fields=["manifest", "outcome", "number"], name="catalog_manifest_outcome"),
        ]

    def __str__(self) -> str:
        """Return its number and path."""
        return f"{self.number} {self.path}".strip()


class ColumnMapping(models.Model):
    """What the columns under a set of headers were last taken to mean; proposed when the same headers come again."""

    key = models.CharField(max_length=64, unique=True)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("meaning of columns")
        verbose_name_plural = _("meanings of columns")

    def __str__(self) -> str:
        """Return the headers."""
        return ", ".join(self.headers)
