"""Hold the pages of a document: how each was read, its text and where its words stand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.choices import PageState
from archive.models.document import Document
from archive.models.reason_field import ReasonField
from archive.reasons import Reason


class PresentPages(models.Manager["Page"]):
    """The pages of the present files; those that stood in a replaced file alone are passed over."""

    def get_queryset(self) -> models.QuerySet[Page]:
        """Return them."""
        return super().get_queryset().exclude(state=PageState.GONE)


class Page(models.Model):
    """One page of a document.

    ``words`` is the packed word table of ``archive.extract.words`` (boxes as fractions of the upright page image);
    ``text`` is normalized, ``raw_text`` as the reader gave it. Lists must defer these three.
    ``version`` is the number of the version shown, 0 while nobody has changed what the machine read; from 1 on the
    machine overwrites nothing. ``corrected_at`` says that the text shown is a person's.
    One without ``width_px`` has no images of the present file yet; if it has a ``version`` and no ``read_at`` either,
    its words were those of a file that was replaced, and the next reading is taken over.
    ``told_languages`` are those it is to be read in (BCP 47), empty where the page itself decides.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=PageState.choices, default=PageState.WAITING)
    reason = ReasonField(_("reason"), default=Reason, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    claimed_by = models.CharField(_("claimed by"), max_length=120, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    width_px = models.PositiveIntegerField(_("width in pixels"), default=0)
    height_px = models.PositiveIntegerField(_("height in pixels"), default=0)
    rotation_deg = models.PositiveSmallIntegerField(_("rotation"), default=0)
    skew_deg = models.FloatField(_("skew"), default=0)
    source = models.CharField(_("source of the text"), max_length=12, blank=True)
    script = models.CharField(_("script"), max_length=5, blank=True)
    spelling = models.CharField(_("spelling"), max_length=4, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    quality_pct = models.PositiveSmallIntegerField(_("quality"), default=0)
    models_used = models.CharField(_("models used"), max_length=100, blank=True)
    text = models.TextField(_("text"), blank=True)
    raw_text = models.TextField(_("text as read"), blank=True)
    words = models.BinaryField(_("words"), default=bytes)
    version = models.PositiveIntegerField(_("version shown"), default=0)
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True)
    told_languages = models.JSONField(_("languages it is read in"), default=list, blank=True)

    objects = PresentPages()
    every: ClassVar[models.Manager[Page]] = models.Manager()

    class Meta:
        ordering = ["document", "number"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="archive_page_number_once")]
        indexes = [models.Index(fields=["state", "claimed_at"], name="archive_page_state")]

    def __str__(self) -> str:
        """Return the document and page number."""
        return f"{self.document_id}/{self.number}"

    @property
    def edition(self) -> str:
        """Return what names the words as they are now; it changes whenever they do."""
        read = int(self.read_at.timestamp() * 1_000_000) if self.read_at else 0
        return f"{self.version}-{read}"

    def image_name(self, size: str) -> str:
        """Return the storage name of the page image in one of the sizes of ``archive.renditions.PAGE_SIZES``."""
        return f"{self.document.page_folder}/{self.number}-{size}.jpg"
