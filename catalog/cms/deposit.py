"""Let staff deposit many files at once: each is kept, a worker takes it in, and the page follows what becomes of it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from archive.room import shortage
from catalog.cms.deposit_form import DepositForm
from catalog.cms.deposit_rows import rows_of
from catalog.cms.upload_words import upload_words
from catalog.errors import DepositClosed
from catalog.models import DepositFile
from catalog.operations.deposits.open_deposit import open_upload
from catalog.operations.deposits.receive_upload import receive_upload
from catalog.operations.manifests.receive_manifest import receive_manifest
from catalog.operations.uploads.begin_upload import CLOSED
from catalog.operations.uploads.complete_bag import complete_bag

MAX_FOLLOWED = 200
MEBIBYTE = 1024 * 1024


@permission_required("catalog.add_record")
@require_http_methods(["GET", "POST"])
def deposit(request: HttpRequest) -> HttpResponse:
    """Show the form; receive files. A script opens the deposit and sends the files in pieces (web/tus.py)."""
    is_opening = request.headers.get("X-Fonds-Open") == "1"
    if request.method == "GET":
        return _page(request, DepositForm(initial={"collection": request.GET.get("collection"), "visit": uuid4()}))
    form = DepositForm(request.POST, request.FILES)
    if is_opening:
        # Its files follow in pieces.
        form.fields.pop("files")
    if not form.is_valid():
        if is_opening:
            said = " ".join(str(message) for messages in form.errors.values() for message in messages)
            return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
        return _page(request, form, status=422)
    if shortage() is not None:
        # Before anything is written: what is declined whole can be sent again whole.
        return HttpResponse(
            _("The server's disk is full. Nothing of this was kept; tell the operator, and send it again later."),
            status=507,
            content_type="text/plain; charset=utf-8",
        )
    opened = open_upload(form_uid=form.cleaned_data["visit"] or uuid4(), order=form.order(request.user))  # type: ignore[arg-type]  # the decorator lets in users only
    if (given := form.cleaned_data["manifest"]) is not None:
        receive_manifest(deposit=opened, file=given, name=given.name, user=request.user)  # type: ignore[arg-type]
    if is_opening:
        page = reverse("catalog_deposit_page", args=[opened.pk])
        return JsonResponse({"deposit": str(opened.uid), "number": opened.pk, "page": page})
    for upload in form.cleaned_data["files"]:
        receive_upload(deposit=opened, upload=upload)
    return redirect("catalog_deposit_page", opened.pk)


def _page(request: HttpRequest, form: DepositForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "max_resumable_bytes": settings.FONDS_MAX_RESUMABLE_BYTES,
        "max_resumable_gb": settings.FONDS_MAX_RESUMABLE_BYTES / 1024**3,
        "chunk_bytes": settings.FONDS_UPLOAD_CHUNK_BYTES,
        "words": upload_words(),
        "max_mb": settings.FONDS_MAX_UPLOAD_BYTES // MEBIBYTE,
        "max_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "page_title": _("Deposit files"),
    }
    return TemplateResponse(request, "catalog/cms/deposit.html", context, status=status)


@permission_required("catalog.add_record")
@require_safe
def file_states(request: HttpRequest) -> HttpResponse:
    """Return what has become of the named files (``?file=…``, repeated), a row each."""
    keys = [int(key) for key in request.GET.getlist("file")[:MAX_FOLLOWED] if key.isdecimal()]
    files = list(DepositFile.objects.filter(pk__in=keys).select_related("record", "upload"))
    return render(request, "catalog/cms/deposit_rows.html", {"rows": rows_of(files)})


@permission_required("catalog.add_record")
@require_POST
def complete(request: HttpRequest) -> HttpResponse:
    """Hear from the script that all files of a bag (``bag``) of a deposit (``deposit``) have come; say how many."""
    try:
        uid = UUID(request.POST.get("deposit", ""))
        count = complete_bag(deposit_uid=uid, user=request.user, name=request.POST.get("bag", ""))  # type: ignore[arg-type]
    except (ValueError, DepositClosed):
        return HttpResponse(_(CLOSED), status=422, content_type="text/plain; charset=utf-8")
    return JsonResponse({"files": count})
