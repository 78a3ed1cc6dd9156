"""Let staff put another file in the place of one, download what it was before, and go back to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.errors import VersionMissing
from archive.models import Asset
from archive.operations.ask_to_replace import AlreadyReplacing, ask_to_replace
from archive.operations.restore_file import VersionLost, restore_file
from archive.queries import MODELS
from archive.version_queries import last_replacement, versions_of_file
from catalog.web.bytes import StoredFile, send_stored


class ReplaceForm(forms.Form):
    """Take the file and the reason."""

    file = forms.FileField(label=gettext_lazy("The new file"))
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=500,
        help_text=gettext_lazy("Kept with the version: “a better scan”, “the wrong photo was deposited”."),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is larger than a deposit may be before it is kept."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if (upload.size or 0) > settings.FONDS_MAX_UPLOAD_BYTES:
            most = filesizeformat(settings.FONDS_MAX_UPLOAD_BYTES)
            raise forms.ValidationError(_("This file is too large; at most %(most)s are taken.") % {"most": most})
        return upload


def versions_context(asset: Asset) -> dict[str, Any]:
    """Return what the page of a file shows of its versions."""
    return {
        "file_versions": versions_of_file(asset),
        "replacement": last_replacement(asset),
        "replace_form": ReplaceForm(),
    }


def _asset(kind: str, pk: int) -> Asset:
    found: Asset | None = MODELS[kind].objects.filter(pk=pk).first() if kind in MODELS else None
    if found is None:
        raise Http404
    return found


@permission_required("catalog.change_record")
@require_POST
def replace(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Receive the new file; a worker examines it and puts it in the place of the present one."""
    asset = _asset(kind, pk)
    form = ReplaceForm(request.POST, request.FILES)
    if not form.is_valid():
        for field, errors in form.errors.items():
            messages.error(request, f"{form.fields[field].label}: {errors[0]}")
        return redirect("catalog_asset", kind, pk)
    said = form.cleaned_data
    try:
        ask_to_replace(asset=asset, upload=said["file"], why=said["why"], user=request.user)  # type: ignore[arg-type]
    except AlreadyReplacing:
        messages.error(request, _("Another file is just being put in the place of this one. Wait until that is done."))
    else:
        messages.success(request, _("The file is being examined; what became of it appears here in a moment."))
    return redirect("catalog_asset", kind, pk)


@permission_required("catalog.change_record")
@require_POST
def restore(request: HttpRequest, kind: str, pk: int, number: int) -> HttpResponse:
    """Go back to a version."""
    _asset(kind, pk)
    why = request.POST.get("why", "")[:500]
    try:
        restore_file(kind=kind, asset_id=pk, number=number, why=why, user=request.user)  # type: ignore[arg-type]
    except VersionMissing as error:
        raise Http404 from error
    except VersionLost:
        messages.error(request, _("The stored file of this version is gone; see the screen “Fixity”."))
    else:
        said = _("Version %(number)s is the present file again; what stood there stays as a version.")
        messages.success(request, said % {"number": number})
    return redirect("catalog_asset", kind, pk)


@permission_required("catalog.change_record")
@require_safe
def download(request: HttpRequest, kind: str, pk: int, number: int) -> HttpResponseBase:
    """Send the file of a version; staff only, whatever the record's access."""
    asset = _asset(kind, pk)
    version = versions_of_file(asset).filter(number=number).first()
    if version is None:
        raise Http404
    name = version.original_name or version.name.rpartition("/")[2]
    media_type = version.media_type or "application/octet-stream"
    return send_stored(request, StoredFile(version.name, media_type, version.sha256, name, as_download=True))


ADDRESSES: list[URLPattern] = [
    path("files/<str:kind>/<int:pk>/replace/", replace, name="catalog_replace_file"),
    path("files/<str:kind>/<int:pk>/versions/<int:number>/", download, name="catalog_file_version"),
    path("files/<str:kind>/<int:pk>/versions/<int:number>/restore/", restore, name="catalog_restore_file"),
]
