"""Hold what only a photograph knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PhotoFacts(models.Model):
    """Technique, camera and position of a photo record (WGS 84, decimal degrees)."""

    record = models.OneToOneField("catalog.Record", on_delete=models.CASCADE, related_name="photo_facts")
    technique = models.CharField(_("technique"), max_length=100, blank=True)
    camera = models.CharField(_("camera"), max_length=150, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("photo facts")
        verbose_name_plural = _("photo facts")

    def __str__(self) -> str:
        """Return technique and camera."""
        return f"{self.technique} {self.camera}".strip()
