"""Hold the keys by which the names of agents, subjects and places are found in any form and spelling."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LabelKey(models.Model):
    """One name of one authority row under one key; ``authority`` is its model and key ("subject:12").

    ``analysis`` is the version of the analysis that made the key: rows of another version are not asked.
    """

    authority = models.CharField(_("authority"), max_length=40, db_index=True)
    text = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=12, blank=True)
    is_label = models.BooleanField(_("is a label"))
    key = models.CharField(_("key"), max_length=200)
    analysis = models.PositiveSmallIntegerField(_("version of the analysis"))

    class Meta:
        verbose_name = _("key of a name")
        verbose_name_plural = _("keys of names")
        indexes = [models.Index(fields=["key", "analysis"], name="search_label_key")]

    def __str__(self) -> str:
        return f"{self.authority} {self.text}"
