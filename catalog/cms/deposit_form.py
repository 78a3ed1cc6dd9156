"""Ask how the files of a deposit are to be described."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from archive.ingest.types import Kind
from catalog.choices import Access
from catalog.cms.manifest_form import ManifestField
from catalog.models import Collection, User
from catalog.operations.ingest_file import IngestOrder

KINDS = [
    ("", _("Decide by content")),
    (Kind.DOCUMENT.value, _("All images are pages to be read")),
    (Kind.PHOTO.value, _("All images are photographs")),
]


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes many files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """One or more files."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files; an empty one is for the ingest to refuse, with its name."""
        files = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if not files:
            raise forms.ValidationError(_("Choose at least one file."))
        return files


class DepositForm(forms.Form):
    """Files, and the record each is to get."""

    visit = forms.UUIDField(required=False, widget=forms.HiddenInput)
    files = ManyFilesField(label=_("Files"))  # type: ignore[assignment]  # the name of the field in the page
    collection: forms.ModelChoiceField[Collection] = forms.ModelChoiceField(
        label=_("Collection"), queryset=Collection.objects.all(), required=False, empty_label=_("In no collection")
    )
    access = forms.ChoiceField(
        label=_("Who sees the records and their files"), choices=Access.choices, initial=Access.STAFF,
        widget=forms.RadioSelect,
    )  # fmt: skip
    embargo_until = forms.DateField(
        label=_("Embargo until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Public from this day on; only for an embargo."),
    )
    manifest = ManifestField(required=False)
    kind = forms.ChoiceField(label=_("What images are"), choices=KINDS, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask an embargo for its day."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("access") == Access.EMBARGO and not cleaned.get("embargo_until"):
            self.add_error("embargo_until", _("Give the day the embargo ends, or choose another access."))
        return cleaned

    def order(self, user: User) -> IngestOrder:
        """Return the order; who may not publish deposits drafts."""
        said = self.cleaned_data
        is_embargo = said["access"] == Access.EMBARGO
        return IngestOrder(
            collection=said["collection"],
            access=said["access"],
            embargo_until=said["embargo_until"] if is_embargo else None,
            user=user,
            kind=Kind(said["kind"]) if said["kind"] else None,
            live=user.has_perm("catalog.publish_record"),
        )
