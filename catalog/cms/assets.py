"""Show staff the files: how far each is read, what could not be read and why, its log; and have it read again."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet, Value
from django.db.models.fields import CharField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.choices import AssetKind, AssetState, PageState
from archive.fixity_queries import checks_of
from archive.format_queries import format_of
from archive.likeness_queries import pairs_of
from archive.models import Asset, Document, Recording
from archive.operations.read_again import read_again
from archive.queries import (
    MODELS,
    asset_of,
    events_of,
    pages_by_state,
    pages_with_history,
    parked_pages,
    reading_progress,
)
from archive.waiting_queries import waits_by_program, waits_of
from catalog.cms.bulk import sentences_of
from catalog.cms.locked import PasswordForm
from catalog.cms.reading_form import ReadingForm
from catalog.cms.recordings import recording_context
from catalog.cms.transcripts import TranscriptForm
from catalog.cms.versions import versions_context
from catalog.kinds.document.room import mail_facts
from catalog.operations.describe_asset import describe_asset
from catalog.queries import case_variants, records_of_asset

PER_PAGE = 50
SHOWN_PAGES = 200
SHOWN_EVENTS = 200


@permission_required("catalog.change_record")
@require_safe
def assets(request: HttpRequest) -> HttpResponse:
    """List the files of one kind; ``?trouble`` keeps what failed or has parked pages, ``?state`` and ``?q`` narrow."""
    trouble = "trouble" in request.GET
    kind = request.GET.get("kind") or (AssetKind.DOCUMENT.value)
    if kind not in MODELS:
        raise Http404
    found = _listed(kind, request.GET.get("state", ""), request.GET.get("q", "").strip(), trouble=trouble)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "kind": kind,
        "kinds": AssetKind.choices,
        "states": AssetState.choices,
        "trouble": trouble,
        "page": page,
        "progress": reading_progress(),
        "awaited": sorted(waits_by_program().items()),
    }
    return TemplateResponse(request, "catalog/cms/assets.html", context)


def _listed(kind: str, state: str, text: str, *, trouble: bool) -> QuerySet[Any]:
    model = MODELS[kind]
    found: QuerySet[Any] = model.objects.annotate(asset_kind=Value(kind, CharField()))
    found = found.annotate(record_count=Count("record_assets__record", distinct=True))
    if model is Document:
        counted = {name: Count("pages", distinct=True, filter=Q(pages__state=name))
                   for name in (PageState.READY, PageState.PARKED)}  # fmt: skip
        found = found.annotate(read_pages=counted[PageState.READY], parked_pages=counted[PageState.PARKED])
    if state in AssetState.values:
        found = found.filter(state=state)
    for word in text.split():
        wanted = Q()
        for written in case_variants(word):
            wanted |= Q(title__icontains=written) | Q(original_name__icontains=written)
        found = found.filter(wanted)
    if trouble:
        parked = Q(parked_pages__gt=0) if model is Document else Q()
        found = found.filter(Q(state__in=[AssetState.FAILED, AssetState.LOCKED]) | parked)
    return found.order_by("-created_at", "-pk")


def _asset(kind: str, pk: int) -> Asset:
    if kind not in MODELS:
        raise Http404
    model = MODELS[kind]
    try:
        return asset_of(kind, pk)
    except model.DoesNotExist as error:
        raise Http404 from error


@permission_required("catalog.change_record")
@require_safe
def asset_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show one file: facts, records, pages that could not be read, log."""
    asset = _asset(kind, pk)
    is_document = isinstance(asset, Document)
    states = pages_by_state(pk) if is_document else {}
    context = {
        "asset": asset,
        "password_form": PasswordForm(),
        "said": [(fact.label, fact.value) for fact in mail_facts(asset)] if isinstance(asset, Document) else [],
        "waits": waits_of(asset)[:SHOWN_PAGES],
        "checks": checks_of(asset),
        **versions_context(asset),
        "pairs": pairs_of(asset),
        "file_format": format_of(asset),
        "records": records_of_asset(kind, pk).distinct(),
        "events": events_of(asset)[:SHOWN_EVENTS],
        "parked": parked_pages(pk)[:SHOWN_PAGES] if is_document else [],
        "states": [(label, states[value]) for value, label in PageState.choices if states.get(value)],
        "is_document": is_document,
        "reading_form": ReadingForm(),
        "changed": pages_with_history(pk)[:SHOWN_PAGES] if is_document else [],
        "page_total": sum(states.values()),
        **({**recording_context(asset), "form": TranscriptForm()} if isinstance(asset, Recording) else {}),
    }
    return TemplateResponse(request, "catalog/cms/asset.html", context)


@permission_required("catalog.change_record")
@require_POST
def read_asset_again(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Have a file read again: all of it, its parked pages (``only=parked``), or one page (``page=3``).

    ``languages`` are those the pages are in; without any each page decides.
    """
    _asset(kind, pk)
    only = [PageState.PARKED.value] if request.POST.get("only") == PageState.PARKED else []
    number = request.POST.get("page", "")
    page = int(number) if number.isdecimal() else None
    form = ReadingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("One of these languages cannot be read here any more; choose again."))
        return redirect("catalog_asset", kind, pk)
    told = form.cleaned_data["languages"]
    again = read_again(kind=kind, asset_id=pk, only=only, page=page, languages=told, user=request.user)  # type: ignore[arg-type]
    if kind == AssetKind.DOCUMENT and (again.pages or again.left_alone):
        for said in sentences_of(again):
            messages.success(request, said)
    else:
        messages.success(request, _("The file will be examined again. What people have edited stays."))
    back = request.POST.get("back", "")
    return redirect("catalog_page_text", pk, page) if back == "page" and page else redirect("catalog_asset", kind, pk)


@permission_required("catalog.add_record")
@require_POST
def describe(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Make a record for a file that has none and open it."""
    record = describe_asset(asset=_asset(kind, pk), user=request.user)  # type: ignore[arg-type]
    return redirect(reverse("wagtailsnippets_catalog_record:edit", args=[record.pk]))
