"""Hold which engine the site searches by, once `index switch` has chosen one."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EngineChoice(models.Model):
    """The engine chosen, as one line (``search.engines.target``); there is one row at most, with the key 1."""

    target = models.CharField(_("engine"), max_length=1000)
    chosen_at = models.DateTimeField(_("chosen at"), default=timezone.now)

    class Meta:
        verbose_name = _("choice of the search engine")
        verbose_name_plural = _("choices of the search engine")

    def __str__(self) -> str:
        return self.target
