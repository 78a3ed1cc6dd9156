"""Show staff the index: what it holds, how far it is behind, what was set aside and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from catalog.models import Record
from search.documents.records import RecordSource
from search.health import index_state
from search.models import IndexFailure
from search.operations.retry_failures import retry_failures

PER_PAGE = 50
PERMISSION = "catalog.change_record"


@dataclass(frozen=True, slots=True)
class ShownFailure:
    """A thing set aside, with its record where that still exists."""

    row: IndexFailure
    record: Record | None


@permission_required(PERMISSION)
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show the state of the index and the failures, newest first."""
    page = Paginator(IndexFailure.objects.all(), PER_PAGE).get_page(request.GET.get("p"))
    context = {"state": index_state(), "page": page, "failures": _with_records(page.object_list)}
    return TemplateResponse(request, "search/cms/index.html", context)


@permission_required(PERMISSION)
@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Have everything that was set aside looked at again."""
    count = retry_failures()
    message = ngettext("%(count)s record is tried again.", "%(count)s records are tried again.", count)
    messages.success(request, message % {"count": count} if count else _("Nothing had been set aside."))
    return redirect("search_index")


def _with_records(rows: Any) -> list[ShownFailure]:
    failures = list(rows)
    keys = [row.object_id for row in failures if row.source == RecordSource.slug]
    records = Record.objects.in_bulk(keys)
    return [
        ShownFailure(row, records.get(row.object_id) if row.source == RecordSource.slug else None) for row in failures
    ]
