"""Show staff the work behind the scenes: what waits, runs, failed and why; try again, call off, one or many."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from archive.models import WorkOrder
from archive.waiting_queries import waits_by_program
from archive.work.failures import groups, source_of, sources
from archive.work.naming import QUEUES, Subject, kinds_by_title, things_of
from archive.work.queue import queue_of
from archive.work.rows import DONE, FAILED, RUNNING, STATUS, WAITING
from archive.work.state import last_beat
from catalog.cms import work_acts
from catalog.cms.work_lines import failure_lines, queue_name, task_lines

PERMISSION = "catalog.change_record"
MENU_LABEL = gettext_lazy("Work")
PER_PAGE = 50
MOST_COUNTED = 10_000
SHOWN_AFTER_END = timedelta(minutes=2)
SILENT = timedelta(seconds=90)
TITLES = {
    WAITING: gettext_lazy("Waiting"),
    RUNNING: gettext_lazy("Running"),
    FAILED: gettext_lazy("Failed"),
    DONE: gettext_lazy("Done"),
}


class ShortPaginator(Paginator[Any]):
    """Pages through the first MOST_COUNTED rows: counting a million takes longer than anybody pages."""

    @cached_property
    def count(self) -> int:
        """Return the number of rows, MOST_COUNTED at most."""
        shown: Any = self.object_list[:MOST_COUNTED]
        return int(shown.count())


@permission_required(PERMISSION)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Show the work; ``state``, ``queue`` and ``kind`` narrow it, ``source`` and ``code`` open failures of a reason."""
    state = request.GET.get("state") or WAITING
    if state not in STATUS:
        raise Http404
    context = {
        **_summary(state),
        **(_failed(request) if state == FAILED else _tasks(request, state)),
        "here": request.get_full_path(),
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "catalog/cms/work_body.html" if is_fragment else "catalog/cms/work.html"
    return TemplateResponse(request, template, context)


def _summary(state: str) -> dict[str, Any]:
    """Return what stands above every list: queues, workers, orders under way."""
    counts = queue_of().counts()
    worked = last_beat()
    failures = sum(source.rows().count() for source in sources())
    recent = WorkOrder.objects.filter(ended_at__gte=timezone.now() - SHOWN_AFTER_END)
    orders = list(recent | WorkOrder.objects.filter(ended_at=None))
    named = things_of([Subject("order", order.pk) for order in orders])
    numbers = {
        WAITING: sum(each.waiting for each in counts),
        RUNNING: sum(each.running for each in counts),
        FAILED: failures,
        DONE: None,
    }
    return {
        "state": state,
        "tabs": [(name, title, numbers[name]) for name, title in TITLES.items()],
        "counts": [(queue_name(each.queue), each) for each in counts],
        "is_silent": worked is None or worked < timezone.now() - SILENT,
        "worked_at": worked,
        "awaited": waits_by_program().items(),
        "orders": [(order, named["order", order.pk].title) for order in orders],
    }


def _tasks(request: HttpRequest, state: str) -> dict[str, Any]:
    queue, kind = request.GET.get("queue", ""), request.GET.get("kind", "")
    found = queue_of().tasks(state, queue=queue, path=kind)
    page: Page[Any] = ShortPaginator(found, PER_PAGE).get_page(request.GET.get("p"))
    queues = {name: queue_name(name) for name in QUEUES if name not in {"high", "slow"}}
    lines = task_lines([queue_of().row(task) for task in page])
    return {
        "page": page,
        "lines": lines,
        "queue": queue,
        "kind": kind,
        "queues": list(queues.items()),
        "kinds": [(each.path, _(each.title)) for each in kinds_by_title()],
        "may_call_off": state == WAITING and any(line.may_be_called_off for line in lines),
    }


def _failed(request: HttpRequest) -> dict[str, Any]:
    place = source_of(request.GET.get("source", ""))
    if place is None:
        titles = {each.slug: _(each.title) for each in sources()}
        return {"groups": [(group, titles[group.source]) for group in groups()]}
    code = request.GET.get("code", "")
    page = ShortPaginator(place.with_code(code), PER_PAGE).get_page(request.GET.get("p"))
    lines = failure_lines([place.show(row) for row in page])
    return {"page": page, "failures": lines, "source": place, "source_title": _(place.title), "code": code}


ADDRESSES: list[URLPattern] = [
    path("work/", work, name="catalog_work"),
    path("work/task/<str:task_id>/<str:action>/", work_acts.act, name="catalog_work_act"),
    path("work/again/", work_acts.try_again, name="catalog_work_again"),
    path("work/call-off/", work_acts.call_off, name="catalog_work_call_off"),
    path("work/order/<int:pk>/stop/", work_acts.stop_order, name="catalog_work_stop_order"),
]
