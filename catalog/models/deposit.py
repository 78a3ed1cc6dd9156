"""Hold deposits: what was handed in together, under which order, and what became of each file."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.choices import AssetKind
from archive.ingest.locations import ORDER_KEY_LENGTH
from archive.models.reason_field import ReasonField
from archive.reasons import Reason
from catalog.choices import Access, BagPart, DepositSource, DepositState, FileOutcome, UndoScope
from catalog.models.manifest import NAME_KEY_LENGTH, NameKeyField

OPEN_OUTCOMES = (FileOutcome.RECEIVING, FileOutcome.WAITING, FileOutcome.WORKING)
CLAIMED_OUTCOMES = (FileOutcome.RECEIVING, FileOutcome.WORKING)
RUNNING_STATES = (DepositState.LISTING, DepositState.WORKING)


class Deposit(models.Model):
    """Files that came together, and how the records made for them are to be described."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(_("source"), max_length=10, choices=DepositSource.choices)
    locations = models.JSONField(_("files and folders"), default=list, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("opened by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    collection = models.ForeignKey(
        "catalog.Collection", verbose_name=_("collection"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    access = models.CharField(_("access"), max_length=12, choices=Access.choices, default=Access.STAFF)
    embargo_until = models.DateField(_("embargo until"), null=True)
    image_kind = models.CharField(_("what images are"), max_length=10, blank=True, choices=AssetKind.choices)
    is_live = models.BooleanField(_("records are published"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=DepositState.choices, default=DepositState.LISTING)
    problem = ReasonField(_("problem"), default=Reason, blank=True)
    tally = models.JSONField(_("counts"), default=dict, blank=True)
    bag_info = models.JSONField(null=True, editable=False)
    """What the bags in it say of themselves: bag, label and value of each line."""
    runner = models.CharField(max_length=200, blank=True, editable=False)
    undo_scope = models.CharField(max_length=10, blank=True, choices=UndoScope.choices, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("undone by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, db_index=True)
    listed_at = models.DateTimeField(_("listed at"), null=True)
    started_at = models.DateTimeField(_("started at"), null=True)
    worked_at = models.DateTimeField(_("last worked at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        default_permissions = ()
        verbose_name = _("deposit")
        verbose_name_plural = _("deposits")
        indexes = [
            models.Index(
                fields=["state"],
                condition=models.Q(state__in=[*RUNNING_STATES, DepositState.UNDOING]),
                name="catalog_deposit_running",
            )
        ]

    def __str__(self) -> str:
        """Return the number under which people speak of it."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_of_this_machine(self) -> bool:
        """Say whether its files lie in folders of this machine, where they stay."""
        return self.source in {DepositSource.COMMAND, DepositSource.WATCHED}


class DepositFile(models.Model):
    """One file of a deposit, or one archive, or one member of an archive; and what became of it.

    ``key`` names where the bytes are, once for each deposit: listing twice adds nothing. ``asset_uid`` is noted before
    anything is stored under it, so that what a killed process left can be found.
    """

    deposit = models.ForeignKey(Deposit, on_delete=models.CASCADE, related_name="files")
    container = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="members")
    key = models.CharField(max_length=64)
    location = models.TextField()
    position = models.BigIntegerField(null=True)
    path = models.TextField(_("path"))
    name_key = NameKeyField(max_length=NAME_KEY_LENGTH, null=True, editable=False)
    bag_part = models.CharField(max_length=10, null=True, choices=BagPart.choices, editable=False)  # noqa: DJ001 - quick
    expected = models.CharField(max_length=150, null=True, editable=False)  # noqa: DJ001 - quick to add to many rows
    order_key = models.CharField(max_length=ORDER_KEY_LENGTH)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=FileOutcome.choices, default=FileOutcome.WAITING)
    reason = ReasonField(_("reason"), default=Reason, blank=True)
    kind = models.CharField(_("kind"), max_length=10, blank=True, choices=AssetKind.choices)
    asset_id = models.BigIntegerField(_("asset"), null=True)
    asset_uid = models.UUIDField(null=True)
    record = models.ForeignKey(
        "catalog.Record", verbose_name=_("record"), null=True, on_delete=models.SET_NULL, related_name="deposit_files"
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_by = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("file of a deposit")
        verbose_name_plural = _("files of deposits")
        constraints = [models.UniqueConstraint(fields=["deposit", "key"], name="catalog_deposit_file_once")]
        indexes = [
            models.Index(fields=["deposit", "outcome", "order_key", "id"], name="catalog_deposit_queue"),
            models.Index(fields=["deposit", "order_key", "id"], name="catalog_deposit_listed"),
            models.Index(fields=["deposit", "settled_at"], name="catalog_deposit_pace"),
            models.Index(fields=["deposit", "name_key"], name="catalog_deposit_name"),
            models.Index(fields=["kind", "asset_id"], name="catalog_deposit_asset"),
            models.Index(
                fields=["outcome"], condition=models.Q(outcome__in=CLAIMED_OUTCOMES), name="catalog_deposit_claimed"
            ),
        ]

    def __str__(self) -> str:
        """Return the path."""
        return self.path

    @property
    def name(self) -> str:
        """Return the file's own name."""
        return self.path.rpartition("/")[2]

    @property
    def is_open(self) -> bool:
        """Say whether it has no outcome yet."""
        return self.outcome in OPEN_OUTCOMES
