"""Let staff give a deposit its manifest, say what the columns mean, try it, apply it and mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.reasons import Reason
from catalog.choices import ManifestState, RowOutcome
from catalog.cms.manifest_form import ManifestForm, chosen, columns, field_choices
from catalog.cms.manifest_values import Said, said_by
from catalog.errors import NotPossible
from catalog.manifest_queries import NO_FILE, current_manifest, files_without_row, is_over, preview, row_tally
from catalog.models import Deposit, Manifest, ManifestRow
from catalog.operations.manifests.agree_on_columns import agree_on_columns, apply_again
from catalog.operations.manifests.read_manifest import takes_manifest
from catalog.operations.manifests.receive_manifest import receive_manifest
from catalog.operations.manifests.settle_row import facts_of_row, reasons_of

ROWS_PER_PAGE = 50
PREVIEW_ROWS = 5
UNNAMED = "unnamed"
SHOWN_UNNAMED = 100


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row: what it says of which file, what is wrong with it, and which fields a person's edits kept from it."""

    row: ManifestRow
    problems: list[tuple[str, Reason]]
    said: list[Said]


@permission_required("catalog.add_record")
@require_http_methods(["GET", "POST"])
def manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the manifest of a deposit; take one (``manifest``)."""
    deposit = _deposit(pk)
    form = ManifestForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and takes_manifest(deposit):
        given = form.cleaned_data["manifest"]
        receive_manifest(deposit=deposit, file=given, name=given.name, user=request.user)  # type: ignore[arg-type]  # the decorator lets in users only
        return redirect("catalog_manifest", pk)
    found = current_manifest(pk)
    context = _context(request, deposit, found)
    return TemplateResponse(
        request, "catalog/cms/manifest.html", {**context, "form": form}, status=422 if form.errors else 200
    )


@permission_required("catalog.add_record")
@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """Return how far the manifest is, a fragment for polling."""
    deposit = _deposit(pk)
    context = {"deposit": deposit, **_state(current_manifest(pk))}
    return TemplateResponse(request, "catalog/cms/manifest_course.html", context)


def _deposit(pk: int) -> Deposit:
    return get_object_or_404(Deposit, pk=pk)


def _state(found: Manifest | None) -> dict[str, Any]:
    tally = row_tally(found) if found and found.state not in {ManifestState.READING, ManifestState.FAILED} else {}
    counted = [(outcome.value, outcome.label, tally[outcome]) for outcome in RowOutcome if tally.get(outcome)]
    done = found.rows.filter(round=found.round).count() if found and found.is_busy else 0
    return {"manifest": found, "counted": counted, "done": done, "wanted": found.row_count if found else 0}


def _context(request: HttpRequest, deposit: Deposit, found: Manifest | None) -> dict[str, Any]:
    context = {"deposit": deposit, "may_give": takes_manifest(deposit), **_state(found)}
    if found is None or found.state in {ManifestState.READING, ManifestState.FAILED}:
        return context
    outcome = request.GET.get("outcome", "")
    unnamed = files_without_row(found) if found.round else None
    page = Paginator(_rows(found, outcome), ROWS_PER_PAGE).get_page(request.GET.get("p"))
    return {
        **context,
        "columns": columns(found, preview(found, PREVIEW_ROWS)),
        "choices": field_choices(),
        "outcome": outcome,
        "page": page,
        "rows": [_shown(found, row, is_over=is_over(deposit)) for row in page] if found.round else [],
        "unnamed_count": unnamed.count() if unnamed is not None else 0,
        "unnamed": list(unnamed[:SHOWN_UNNAMED]) if unnamed is not None and outcome == UNNAMED else [],
    }


def _rows(found: Manifest, outcome: str) -> QuerySet[ManifestRow]:
    rows = found.rows.select_related("file", "record").order_by("number")
    return rows.filter(outcome=outcome) if outcome in RowOutcome.values else rows


def _shown(found: Manifest, row: ManifestRow, *, is_over: bool) -> ShownRow:
    problems = reasons_of(row)
    if row.outcome == RowOutcome.WAITING and row.file_id is None and is_over:
        problems = [("", NO_FILE)]
    return ShownRow(row, problems, said_by(facts_of_row(found, row)))


@permission_required("catalog.change_record")
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the columns mean, and try the rows (``trial``) or apply them."""
    found = _current(pk)
    is_trial = "trial" in request.POST
    try:
        agree_on_columns(manifest=found, mapping=chosen(found, request.POST), is_trial=is_trial)
    except NotPossible as error:
        messages.error(request, _(str(error)))
    return redirect("catalog_manifest", pk)


@permission_required("catalog.change_record")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more what was not applied."""
    try:
        apply_again(manifest=_current(pk))
        messages.success(request, _("The rows are looked at once more."))
    except NotPossible as error:
        messages.error(request, _(str(error)))
    return redirect("catalog_manifest", pk)


def _current(pk: int) -> Manifest:
    return get_object_or_404(Manifest, pk=getattr(current_manifest(_deposit(pk).pk), "pk", 0))


ADDRESSES: list[URLPattern] = [
    path("deposits/<int:pk>/manifest/", manifest, name="catalog_manifest"),
    path("deposits/<int:pk>/manifest/course/", course, name="catalog_manifest_course"),
    path("deposits/<int:pk>/manifest/columns/", agree, name="catalog_manifest_columns"),
    path("deposits/<int:pk>/manifest/again/", again, name="catalog_manifest_again"),
]
