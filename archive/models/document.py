"""Hold documents (scans and digital files with pages) as Wagtail documents."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument

from archive.choices import AssetKind
from archive.models.asset import Asset, original_path


def text_path(instance: Document, filename: str) -> str:
    """Return where the text that came with a document is stored."""
    uid = instance.uid.hex
    return f"texts/{uid[:2]}/{uid}{PurePosixPath(filename).suffix.lower()[:10]}"


class Document(Asset, AbstractDocument):
    """A file with pages: a PDF, a scan, a TIFF of several sheets; or a file of which pages are made.

    ``copy_name`` is the storage name of the PDF that is read and shown instead of the original: made of an office
    file, a text or a mail, or of a PDF that asks for a password. The original stays as it came.
    """

    kind: ClassVar[AssetKind] = AssetKind.DOCUMENT

    file = models.FileField(_("file"), upload_to=original_path)
    # Wagtail's own Document stays installed; without names of their own these two would clash with it.
    tags = TaggableManager(verbose_name=_("tags"), help_text=None, blank=True, related_name="archive_documents")
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="archive_documents",
    )
    text_file = models.FileField(
        _("text made elsewhere"), upload_to=text_path, max_length=200, blank=True, editable=False
    )
    copy_name = models.CharField(max_length=200, blank=True, editable=False)
    page_count = models.PositiveIntegerField(_("pages"), default=0, editable=False)

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["state", "created_at"], name="archive_document_state")]
        permissions = [("choose_document", "Can choose document")]

    @property
    def url(self) -> str:
        """Return the door's address of the original."""
        return str(self.file.url)

    @property
    def has_open_copy(self) -> bool:
        """Say whether there is a copy that may be handed out: not of a file that is locked."""
        return bool(self.copy_name) and self.media_type != "application/pdf"

    @property
    def page_folder(self) -> str:
        """Return the storage folder of its page images and of the copy that is read."""
        return f"pages/{self.uid.hex[:2]}/{self.uid.hex}"
