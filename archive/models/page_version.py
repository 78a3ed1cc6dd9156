"""Keep every state of a page's words since a person first corrected them, and newer readings kept aside."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.choices import VersionOrigin
from archive.models.page import Page


class PageVersion(models.Model):
    """One state of the words of a page; the page names by number the one it shows.

    Version 1 is what the machine had read when a person first changed something. A ``read`` version with a higher
    number than 1 is a later reading, kept aside until staff take it over. ``facts`` are the page's own fields that
    belong to these words (source, languages and so on).
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    origin = models.CharField(_("origin"), max_length=10, choices=VersionOrigin.choices)
    of_number = models.PositiveIntegerField(_("version gone back to"), null=True, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    is_by_hand = models.BooleanField(_("written by a person"), default=False)
    removed_words = models.PositiveIntegerField(_("words taken out"), default=0)
    added_words = models.PositiveIntegerField(_("words put in"), default=0)
    facts = models.JSONField(_("facts"), default=dict)
    raw_text = models.TextField(_("text as read"), blank=True)
    words = models.BinaryField(_("words"), default=bytes)

    class Meta:
        ordering = ["page", "number"]
        verbose_name = _("version of a page")
        verbose_name_plural = _("versions of pages")
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="archive_page_version_once")]

    def __str__(self) -> str:
        """Return page and number."""
        return f"{self.page_id}/{self.number}"
