"""Show staff the deposits: what came together, what became of each file; try again, stop, go on, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from catalog.choices import FileOutcome, UndoScope
from catalog.cms.deposit_rows import rows_of
from catalog.deposit_queries import Course, course_of, courses_of
from catalog.errors import NotPossible, UploadRefused
from catalog.manifest_queries import current_manifest
from catalog.models import Deposit, DepositFile, ResumableUpload
from catalog.operations.deposits.ask_to_undo import ask_to_undo
from catalog.operations.deposits.change_course import cancel_deposit, resume_deposit, retry_files
from catalog.operations.deposits.replace_file import replace_file
from catalog.operations.uploads.end_upload import cancel_upload
from catalog.queries import case_variants

PER_PAGE = 50
FILES_PER_PAGE = 100
KEPT = "kept"
TELL_OF_KEPT = frozenset({"touched", "kept"})
"""Codes of what a deposit says after an undoing that left files, each with its reason."""


@permission_required("catalog.add_record")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the deposits, latest first."""
    found = Deposit.objects.select_related("opened_by", "collection")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    courses = courses_of(list(page))
    context = {"page": page, "rows": [(deposit, courses[deposit.pk]) for deposit in page]}
    return TemplateResponse(request, "catalog/cms/deposits.html", context)


@permission_required("catalog.add_record")
@require_safe
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one deposit: its course and its files; ``?outcome`` and ``?q`` narrow them."""
    deposit = _deposit(pk)
    outcome = request.GET.get("outcome", "")
    files = _files(deposit, outcome, request.GET.get("q", "").strip())
    page = Paginator(files, FILES_PER_PAGE).get_page(request.GET.get("p"))
    course = course_of(deposit)
    context = {
        **_course(request, deposit, course),
        "page": page,
        "rows": rows_of(list(page)),
        "manifest": current_manifest(pk),
        "outcome": outcome,
        "outcomes": [*_counted(course), (KEPT, _("Kept when undone"), _files(deposit, KEPT, "").count())],
        "sources": [location.replace("\\\\", "\\") for location in deposit.locations],
    }
    return TemplateResponse(request, "catalog/cms/deposit_page.html", context)


@permission_required("catalog.add_record")
@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """Return how a deposit runs, a fragment for polling."""
    deposit = _deposit(pk)
    return TemplateResponse(request, "catalog/cms/deposit_course.html", _course(request, deposit, course_of(deposit)))


def _deposit(pk: int) -> Deposit:
    return get_object_or_404(Deposit.objects.select_related("opened_by", "collection", "undone_by"), pk=pk)


def _course(request: HttpRequest, deposit: Deposit, found: Course) -> dict[str, Any]:
    return {
        "deposit": deposit,
        "course": found,
        "counted": [each for each in _counted(found) if each[2]],
        "has_kept": deposit.problem.code in TELL_OF_KEPT,
        "refused": found.tally.get(FileOutcome.REFUSED, 0),
        "may_undo": request.user.has_perm("catalog.delete_record")
        and found.may_be_undone
        and bool(found.tally.get(FileOutcome.INGESTED)),
    }


def _counted(found: Course) -> list[tuple[str, Any, int]]:
    return [(outcome.value, outcome.label, found.tally.get(outcome, 0)) for outcome in FileOutcome]


def _files(deposit: Deposit, outcome: str, text: str) -> QuerySet[DepositFile]:
    files = deposit.files.select_related("record", "upload").order_by("order_key", "id")
    if outcome in FileOutcome.values:
        files = files.filter(outcome=outcome)
    elif outcome == KEPT:
        files = files.filter(outcome=FileOutcome.INGESTED).exclude(reason="")
    if text:
        wanted = DepositFile.objects.none()
        for written in case_variants(text):
            wanted = wanted | DepositFile.objects.filter(path__icontains=written)
        files = files & wanted
    return files


@permission_required("catalog.add_record")
@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Try refused files again (``file=…`` names one), give one anew, stop a deposit, or go on with it."""
    deposit = _deposit(pk)
    if action not in ACTIONS:
        raise Http404
    try:
        ACTIONS[action](request, deposit)
    except NotPossible as error:
        messages.error(request, _(str(error)))
    return redirect("catalog_deposit_page", pk)


def _retry(request: HttpRequest, deposit: Deposit) -> None:
    only = [int(key) for key in request.POST.getlist("file") if key.isdecimal()]
    count = retry_files(deposit=deposit, only=only)
    said = ngettext("%(count)s file is tried again.", "%(count)s files are tried again.", count)
    messages.success(request, said % {"count": count})


def _cancel(request: HttpRequest, deposit: Deposit) -> None:
    cancel_deposit(deposit=deposit)
    messages.success(request, _("The deposit is stopped. What was taken in stays; the rest waits."))


def _resume(request: HttpRequest, deposit: Deposit) -> None:
    resume_deposit(deposit=deposit)
    messages.success(request, _("The deposit goes on. You may close this page."))


def _replace(request: HttpRequest, deposit: Deposit) -> None:
    row, given = _named(request, deposit), request.FILES.get("given")
    if given is None:
        messages.error(request, _("Choose at least one file."))
        return
    replace_file(row=row, upload=given)
    messages.success(request, _("%(name)s is taken in from the new file.") % {"name": row.name})


def _forget(request: HttpRequest, deposit: Deposit) -> None:
    """Forget an upload that does not arrive; only who began it may."""
    row = _named(request, deposit)
    try:
        cancel_upload(uid=row.upload.uid, user=request.user)  # type: ignore[arg-type]  # act lets in users only
    except (UploadRefused, ResumableUpload.DoesNotExist) as error:
        raise NotPossible(str(error)) from error
    messages.success(request, _("%(name)s is forgotten.") % {"name": row.name})


def _named(request: HttpRequest, deposit: Deposit) -> DepositFile:
    key = request.POST.get("file", "")
    return get_object_or_404(deposit.files.select_related("deposit"), pk=key if key.isdecimal() else 0)


ACTIONS: dict[str, Callable[[HttpRequest, Deposit], None]] = {
    "retry": _retry,
    "cancel": _cancel,
    "resume": _resume,
    "replace": _replace,
    "forget": _forget,
}


@permission_required("catalog.delete_record")
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a deposit is undone; then have it undone, whole or but for what people rely on (``scope``)."""
    deposit = _deposit(pk)
    found = course_of(deposit)
    scope = UndoScope.UNTOUCHED if deposit.problem.code in TELL_OF_KEPT else UndoScope.WHOLE
    if request.method != "POST":
        kept = _files(deposit, KEPT, "")
        context = {
            "deposit": deposit,
            "scope": scope,
            "made": found.tally.get(FileOutcome.INGESTED, 0),
            "kept": kept[:FILES_PER_PAGE],
            "kept_count": kept.count(),
        }
        return TemplateResponse(request, "catalog/cms/deposit_undo.html", context)
    wanted = request.POST.get("scope", "")
    if wanted not in UndoScope.values:
        raise Http404
    try:
        ask_to_undo(deposit=deposit, scope=UndoScope(wanted), user=request.user)  # type: ignore[arg-type]
    except NotPossible as error:
        messages.error(request, _(str(error)))
    return redirect("catalog_deposit_page", pk)


ADDRESSES: list[URLPattern] = [
    path("deposits/", listed, name="catalog_deposits"),
    path("deposits/<int:pk>/", shown, name="catalog_deposit_page"),
    path("deposits/<int:pk>/course/", course, name="catalog_deposit_course"),
    path("deposits/<int:pk>/undo/", undo, name="catalog_deposit_undo"),
    path("deposits/<int:pk>/<str:action>/", act, name="catalog_deposit_act"),
]
MENU_LABEL = gettext_lazy("Deposits")
