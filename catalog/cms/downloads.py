"""Show staff what was taken away in a period: by size, purpose and audience, and the records most taken; as CSV too."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required
from wagtail.admin.widgets import AdminDateInput

from archive.table_cells import safe_cell
from catalog.choices import CopySize
from catalog.delivery_queries import counts_between, most_taken, purpose_label, standing_label, summed
from catalog.models import DownloadStatement

PERMISSION = "catalog.view_record"
USUAL_DAYS = 30
EARLIEST, LATEST = date(1970, 1, 1), date(9998, 12, 31)
"""Beyond these, moments of a day are none that can be computed with."""
RECORDS_SHOWN = 25
STATEMENTS_SHOWN = 50


class PeriodForm(forms.Form):
    """Ask for the first and the last day."""

    first = forms.DateField(label=_("From"), required=False, widget=AdminDateInput)
    last = forms.DateField(label=_("To"), required=False, widget=AdminDateInput)


@dataclass(frozen=True, slots=True)
class _Line:
    """A file that writes nothing and hands each line on."""

    def write(self, text: str) -> str:
        return text


@permission_required(PERMISSION)
@never_cache
@require_safe
def report(request: HttpRequest) -> HttpResponseBase:
    """Show a period, by default the last thirty days; ``?format=csv`` sends its daily rows."""
    form = PeriodForm(request.GET or None)
    first, last = _period(form)
    if request.GET.get("format") == "csv":
        return _as_csv(first, last)
    rows = list(summed(counts_between(first, last)))
    start = timezone.make_aware(datetime.combine(first, time.min))
    statements = DownloadStatement.objects.select_related("record", "user")
    stated = statements.filter(stated_at__gte=start, stated_at__lt=start + timedelta(days=(last - first).days + 1))
    context: dict[str, Any] = {
        "form": PeriodForm(initial={"first": first, "last": last}),
        "first": first,
        "last": last,
        "rows": rows,
        "total": sum(row.count for row in rows),
        "records": most_taken(first, last, RECORDS_SHOWN),
        "statements": [(each, standing_label(each.standing)) for each in stated[:STATEMENTS_SHOWN]],
    }
    return TemplateResponse(request, "catalog/cms/downloads.html", context)


def _period(form: PeriodForm) -> tuple[date, date]:
    given = form.cleaned_data if form.is_valid() else {}
    last = min(max(given.get("last") or timezone.localdate(), EARLIEST), LATEST)
    first = given.get("first") or last - timedelta(days=USUAL_DAYS - 1)
    return max(min(first, last), EARLIEST), min(max(first, last), LATEST)


def _as_csv(first: date, last: date) -> HttpResponse | StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(first, last), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="downloads-{first}-{last}.csv"'
    return response


def _lines(first: date, last: date) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow(
        [gettext("Day"), gettext("Permanent number"), gettext("Title"), gettext("Size"), gettext("Purpose"),
         gettext("Audience"), gettext("Downloads")]
    )  # fmt: skip
    rows = counts_between(first, last).select_related("record").order_by("day", "record_id", "size", "purpose")
    for row in rows.iterator(chunk_size=1000):
        title = row.record.title_and_language()[0]
        yield writer.writerow(
            map(safe_cell, [
                row.day.isoformat(), row.record.pid, title, str(CopySize(row.size).label),
                str(purpose_label(row.purpose)), str(standing_label(row.standing)), row.count,
            ])
        )  # fmt: skip
