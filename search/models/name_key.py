"""Hold the keys under which people, subjects and places are suggested while somebody types."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NameKey(models.Model):
    """One beginning of one name of an authority, folded as words are in the index; made again when it changes.

    ``facet`` and ``authority_id`` say whose it is, ``rank`` is 0 where the name begins and 1 inside it; ``said`` is
    the name as it is written.
    """

    facet = models.CharField(_("facet"), max_length=10)
    authority_id = models.BigIntegerField(_("authority"))
    rank = models.PositiveSmallIntegerField(_("rank"))
    key = models.BinaryField(_("key"), max_length=500)
    said = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["facet", "rank", "key"]
        verbose_name = _("key of a name")
        verbose_name_plural = _("keys of names")
        indexes = [
            models.Index(fields=["facet", "rank", "key"], name="search_name_key"),
            models.Index(fields=["facet", "authority_id"], name="search_name_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.facet} {self.authority_id}: {self.said}"
