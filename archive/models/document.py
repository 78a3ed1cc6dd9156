"""Hold documents (scans and digital files with pages) as Wagtail documents."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument

from archive.choices import AssetKind
from archive.models.asset import Asset, original_path


class Document(Asset, AbstractDocument):
    """A file with pages: a PDF, a scan, a TIFF of several sheets."""

    kind: ClassVar[AssetKind] = AssetKind.DOCUMENT

    file = models.FileField(_("file"), upload_to=original_path)
    page_count = models.PositiveIntegerField(_("pages"), default=0, editable=False)

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    @property
    def url(self) -> str:
        """Return the door's address of the original."""
        return str(self.file.url)
