"""Hold the outbox: which things the index has yet to look at again."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Priority(models.IntegerChoices):
    """Say what is carried out first; what may no longer be seen goes before everything.

    Records that change only because a name they share was changed come last: there may be a hundred thousand of them.
    """

    RESTRICTION = 0, _("Restriction or deletion")
    CHANGE = 1, _("Change")
    FAN_OUT = 2, _("Change of many records")


class OutboxEntry(models.Model):
    """One thing that changed, written in the transaction of the change; removed once the index holds its state.

    An entry says only where to look: the drain reads what is there now, so doing it twice changes nothing.
    """

    source = models.CharField(_("source"), max_length=20)
    object_id = models.BigIntegerField(_("object"))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.CHANGE)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["priority", "id"]
        verbose_name = _("change to be indexed")
        verbose_name_plural = _("changes to be indexed")
        indexes = [
            models.Index(fields=["priority", "id"], name="search_outbox_order"),
            models.Index(fields=["source", "object_id"], name="search_outbox_object"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"
