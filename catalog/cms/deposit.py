"""Let staff deposit many files at once, each with its own outcome, and follow how they are read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from archive.cms.forms import on_disk
from archive.queries import MODELS
from catalog.cms.deposit_form import DepositForm
from catalog.models import Record
from catalog.operations.ingest_file import IngestResult, Outcome, ingest_file
from catalog.queries import readings

MAX_FOLLOWED = 200
MEBIBYTE = 1024 * 1024


@permission_required("catalog.add_record")
@require_http_methods(["GET", "POST"])
def deposit(request: HttpRequest) -> HttpResponse:
    """Show the form; take files in. A script posts each file by itself and gets its row back."""
    wants_rows = request.headers.get("X-Fonds-Rows") == "1"
    if request.method == "GET":
        return _page(request, DepositForm(initial={"collection": request.GET.get("collection")}), [])
    form = DepositForm(request.POST, request.FILES)
    if not form.is_valid():
        if wants_rows:
            said = " ".join(str(message) for messages in form.errors.values() for message in messages)
            return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
        return _page(request, form, [], status=422)
    order = form.order(request.user)  # type: ignore[arg-type]  # the decorator lets in users only
    results = []
    for upload in form.cleaned_data["files"]:
        with on_disk(upload) as path:
            results.append(ingest_file(path=path, name=upload.name, order=order, original_name=upload.name))
    rows = _rows(results)
    if wants_rows:
        return render(request, "catalog/cms/deposit_rows.html", {"rows": rows})
    return _page(request, DepositForm(initial=form.cleaned_data), rows)


def _page(request: HttpRequest, form: DepositForm, rows: list[dict[str, Any]], status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "rows": rows,
        "max_bytes": settings.FONDS_MAX_UPLOAD_BYTES,
        "max_mb": settings.FONDS_MAX_UPLOAD_BYTES // MEBIBYTE,
        "max_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "page_title": _("Deposit files"),
    }
    return TemplateResponse(request, "catalog/cms/deposit.html", context, status=status)


def _rows(results: Iterable[IngestResult]) -> list[dict[str, Any]]:
    """Return what the page says of each result: outcome, reason, its record or the one that holds it already."""
    results = list(results)
    records = {one.pid: one for one in Record.objects.filter(pid__in=[one.record for one in results if one.record])}
    found = readings(records.values())
    rows = []
    for result in results:
        record = records.get(result.record)
        shown = found[record.pk] if record and result.outcome is Outcome.INGESTED else None
        rows.append({"result": result, "record": record, "reading": shown, "asset": _bare_asset(result, record)})
    return rows


def _bare_asset(result: IngestResult, record: Record | None) -> Any:
    """Return the asset of a result that no record describes, for a link."""
    if record is not None or result.asset is None:
        return None
    return MODELS[result.kind].objects.filter(pk=result.asset).first()


@permission_required("catalog.add_record")
@require_safe
def reading_states(request: HttpRequest) -> HttpResponse:
    """Return how far the named records (``?pid=…``, repeated) are read, a fragment each."""
    pids = request.GET.getlist("pid")[:MAX_FOLLOWED]
    records = list(Record.objects.filter(pid__in=pids))
    found = readings(records)
    rows = [{"record": record, "reading": found[record.pk]} for record in records]
    return render(request, "catalog/cms/deposit_states.html", {"rows": rows})
