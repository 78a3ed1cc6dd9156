"""Hold how often a query was asked on a day; by whom is never stored."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AskedQuery(models.Model):
    """A plain query of the public that found something: its text, the day, and about how many people asked it.

    ``key`` is the text folded as words are in the index, to find it by its beginning.
    """

    text = models.CharField(_("query"), max_length=60)
    key = models.BinaryField(_("key"), max_length=500)
    day = models.DateField(_("day"), db_index=True)
    askers = models.PositiveIntegerField(_("askers"), default=0)

    class Meta:
        ordering = ["-day", "text"]
        verbose_name = _("asked query")
        verbose_name_plural = _("asked queries")
        constraints = [models.UniqueConstraint(fields=["text", "day"], name="search_asked_once")]
        indexes = [models.Index(fields=["key"], name="search_asked_key")]

    def __str__(self) -> str:
        return f"{self.text} ({self.day})"
