"""Show staff the exports: order one of a collection, follow it, download it, call it off."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.reasons import reason_from
from catalog.choices import BagState
from catalog.errors import NotPossible
from catalog.models import BagExport, Collection
from catalog.operations.bags.ask_for_bag import ask_for_bag, call_off, delete_bag, go_on
from catalog.web.bytes import StoredFile, send_stored

PER_PAGE = 30
SHOWN_PROBLEMS = 20
MENU_LABEL = gettext_lazy("Exports")
RIGHT = "catalog.add_bagexport"


class CollectionBagForm(forms.Form):
    """Choose a collection and what goes in beside the present files."""

    collection: forms.ModelChoiceField[Collection] = forms.ModelChoiceField(
        label=gettext_lazy("Collection"),
        queryset=Collection.objects.all(),
        empty_label=gettext_lazy("Choose a collection"),
    )
    has_texts = forms.BooleanField(
        label=gettext_lazy("Recognized text and transcripts too"), required=False, initial=True
    )
    has_versions = forms.BooleanField(label=gettext_lazy("Earlier versions of files too"), required=False)


@permission_required(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """List the exports, latest first; a POST orders one of a collection."""
    form = CollectionBagForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        collection = form.cleaned_data["collection"]
        try:
            ask_for_bag(title=str(collection), user=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except NotPossible as error:
            messages.error(request, _(str(error)))
        else:
            messages.success(request, _("The export is being packed. You may close this page."))
        return redirect("catalog_exports")
    found = BagExport.objects.select_related("asked_by").defer("record_ids")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    rows = [
        (export, [(pid, name, reason_from(why)) for pid, name, why in export.problems[:SHOWN_PROBLEMS]])
        for export in page
    ]
    context = {"page": page, "rows": rows, "form": form, "is_open": any(export.is_open for export in page)}
    return TemplateResponse(request, "catalog/cms/exports.html", context)


@permission_required(RIGHT)
@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Call an export off, go on with one that trouble stopped, or delete a finished one."""
    export = get_object_or_404(BagExport, pk=pk)
    if action == "cancel":
        call_off(export=export)
        messages.success(request, _("The export is called off."))
    elif action == "resume":
        go_on(export=export)
        messages.success(request, _("The export goes on. You may close this page."))
    elif action == "delete":
        delete_bag(export=export)
        messages.success(request, _("The packed file is deleted."))
    else:
        raise Http404
    return redirect("catalog_exports")


@permission_required(RIGHT)
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a finished bag; byte ranges let a broken download go on."""
    export = get_object_or_404(BagExport, pk=pk, state=BagState.READY)
    stored = StoredFile(export.name, "application/x-tar", export.uid.hex, f"{export.bag_name}.tar", as_download=True)
    return send_stored(request, stored)


ADDRESSES: list[URLPattern] = [
    path("exports/", exports, name="catalog_exports"),
    path("exports/<int:pk>/download/", download, name="catalog_export_download"),
    path("exports/<int:pk>/<str:action>/", act, name="catalog_export_act"),
]
