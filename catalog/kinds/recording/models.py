"""Hold what only a recording knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordingFacts(models.Model):
    """Length and carrier of a recording record."""

    record = models.OneToOneField("catalog.Record", on_delete=models.CASCADE, related_name="recording_facts")
    duration_seconds = models.FloatField(_("length in seconds"), default=0)
    carrier = models.CharField(_("carrier"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("recording facts")
        verbose_name_plural = _("recording facts")

    def __str__(self) -> str:
        """Return the length."""
        return f"{self.duration_seconds:.0f} s"
