"""Check what is uploaded through Wagtail's own image and document forms as a deposit is checked."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from archive.ingest.errors import IngestRefused
from archive.ingest.inspect import inspect
from archive.ingest.types import Inspection, Kind
from archive.limits import ingest_limits
from archive.queries import asset_with_checksum


@contextmanager
def on_disk(upload: UploadedFile[Any]) -> Iterator[Path]:
    """Give an uploaded file as a path: the temporary file a large one already is, else a copy of a small one."""
    existing = getattr(upload, "temporary_file_path", None)
    if existing is not None:
        yield Path(existing())
        return
    suffix = Path(upload.name or "").suffix[:10]
    with tempfile.NamedTemporaryFile(suffix=suffix, dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        upload.seek(0)
        shutil.copyfileobj(upload, copy, 1 << 16)
        copy.flush()
        upload.seek(0)
        yield Path(copy.name)


class OriginalMixin(forms.ModelForm[Any]):
    """Inspect a new original, refuse one that is already held, and leave replacing to the page that keeps versions."""

    made_kind: Kind

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Here a former file would be lost.
        if self.instance.pk and "file" in self.fields:
            self.fields["file"].disabled = True
            self.fields["file"].help_text = gettext(
                "Another file is put in its place on the page of the file, under “Files and reading”; this one is then "
                "kept."
            )

    def clean(self) -> dict[str, Any]:
        """Refuse, with the reason and what to do, what a deposit would refuse."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if isinstance(upload, UploadedFile) and not self.instance.pk:
            try:
                self._take(upload)
            except IngestRefused as refusal:
                self.add_error("file", gettext(refusal.message) % refusal.params)
        return cleaned

    def _take(self, upload: UploadedFile[Any]) -> None:
        with on_disk(upload) as path:
            found = inspect(path, ingest_limits(), name=upload.name, kind=self.made_kind)
        held = asset_with_checksum(found.sha256)
        if held is not None:
            words = {"kind": held.kind.label, "title": str(held)}
            self.add_error("file", gettext("This file is already held as %(kind)s “%(title)s”. Choose that.") % words)
        elif found.kind is not self.made_kind:
            self.add_error("file", gettext("This file is of another kind. Upload it under “Deposit files”."))
        else:
            self._note(found)

    def _note(self, found: Inspection) -> None:
        asset = self.instance
        asset.sha256, asset.size_bytes = found.sha256, found.size_bytes
        asset.media_type, asset.original_name = found.media_type, found.original_name[-255:]


class PhotoForm(OriginalMixin, BaseImageForm):
    """Upload a photograph through Wagtail."""

    made_kind = Kind.PHOTO

    class Meta(BaseImageForm.Meta):
        pass


class DocumentForm(OriginalMixin, BaseDocumentForm):
    """Upload a document through Wagtail."""

    made_kind = Kind.DOCUMENT

    class Meta(BaseDocumentForm.Meta):
        pass


class RecordingForm(OriginalMixin, BaseMediaForm):
    """Upload sound or film through Wagtail."""

    made_kind = Kind.RECORDING

    class Meta(BaseMediaForm.Meta):
        pass
