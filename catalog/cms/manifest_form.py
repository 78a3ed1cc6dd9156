"""Take a manifest from a form, and the meaning of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.ingest.manifests.opening import ENDINGS
from archive.ingest.manifests.types import TableLimits, too_large
from archive.reasons import reason_of_refusal
from catalog.crosswalks.manifest import FIELDS
from catalog.models import Manifest, ManifestRow


class ManifestField(forms.FileField):
    """A table of metadata."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Manifest"),
            widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
            help_text=_("A CSV, XLSX or JSON with a row for each file: titles, dates, people, rights."),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what is larger than a table may be."""
        found: UploadedFile[Any] | None = super().clean(data, initial)
        if found and (found.size or 0) > TableLimits().max_bytes:
            raise forms.ValidationError(str(reason_of_refusal(too_large(TableLimits()))))
        return found


class ManifestForm(forms.Form):
    """A manifest given to a deposit that is there already."""

    manifest = ManifestField()


def field_choices() -> list[tuple[str, str]]:
    """Return the fields a column may stand for, in the language of the moment."""
    return [("", gettext("— passed over —")), *((code, gettext(field.label)) for code, field in FIELDS.items())]


def columns(manifest: Manifest, rows: Sequence[ManifestRow]) -> list[dict[str, Any]]:
    """Return each column: its number, header, what it stands for, and its first values."""
    return [
        {
            "number": number,
            "header": header,
            "code": manifest.mapping[number] if number < len(manifest.mapping) else "",
            "samples": [row.cells[number] for row in rows if number < len(row.cells) and row.cells[number]],
        }
        for number, header in enumerate(manifest.headers)
    ]


def chosen(manifest: Manifest, posted: QueryDict) -> list[str]:
    """Return the field chosen for each column."""
    return [posted.get(f"column-{number}", "") for number in range(len(manifest.headers))]
