"""Hold what only a document knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentFacts(models.Model):
    """Extent and form of a document record."""

    record = models.OneToOneField("catalog.Record", on_delete=models.CASCADE, related_name="document_facts")
    form = models.CharField(
        _("form"), max_length=100, blank=True, help_text=_("For example: typescript, letter, order.")
    )
    page_count = models.PositiveIntegerField(_("pages"), default=0)

    class Meta:
        verbose_name = _("document facts")
        verbose_name_plural = _("document facts")

    def __str__(self) -> str:
        """Return the extent."""
        return f"{self.form} {self.page_count}".strip()
