"""Act on the work behind the scenes for staff: try again, call off, one or many; each answer leads back to the list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.operations.call_off_tasks import NotStoppable, call_off_task
from archive.operations.carry_out_order import NothingToDo, call_off_order, order_call_off, order_retry
from archive.operations.retry_task import hurry_task, retry_task
from archive.work.failures import source_of
from archive.work.queue import queue_of
from archive.work.rows import WAITING
from catalog.cms.work_lines import task_lines

PERMISSION = "catalog.change_record"
MOST_CHOSEN = 200
MOST_SHOWN = 20


def _back(request: HttpRequest) -> HttpResponse:
    """Return to where the reader was."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect("catalog_work")


@permission_required(PERMISSION)
@require_POST
def act(request: HttpRequest, task_id: str, action: str) -> HttpResponse:
    """Try a failed task again (``retry``), have one that was put off tried now (``hurry``), or call one off."""
    key = _key(task_id)
    if action == "call-off":
        _call_off_one(request, key)
    elif action == "retry":
        if retry_task(task_id=key):
            messages.success(request, _("It is tried again."))
        else:
            messages.warning(request, _("This has ended meanwhile."))
    elif action == "hurry":
        if hurry_task(task_id=key):
            messages.success(request, _("It is tried at once."))
    else:
        raise Http404
    return _back(request)


def _key(task_id: str) -> str:
    try:
        return str(UUID(task_id))
    except ValueError as error:
        raise Http404 from error


def _call_off_one(request: HttpRequest, task_id: str) -> None:
    try:
        call_off_task(task_id=task_id, user=_user(request))
    except NotStoppable as error:
        messages.warning(request, _(str(error)))
    else:
        messages.success(request, _("It is called off."))


def _user(request: HttpRequest) -> Any:
    return request.user


@permission_required(PERMISSION)
@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Try one failure again (``source``, ``key``), or have all of one reason tried (``source``, ``code``)."""
    place = source_of(request.POST.get("source", ""))
    if place is None:
        raise Http404
    if key := request.POST.get("key", ""):
        try:
            count = place.retry([key], _user(request))
        except (ValueError, ValidationError) as error:
            raise Http404 from error
        if count:
            messages.success(request, _("It is tried again."))
        else:
            messages.warning(request, _("This has ended meanwhile."))
        return _back(request)
    try:
        order = order_retry(source=place.slug, code=request.POST.get("code", ""), user=_user(request))
    except NothingToDo:
        messages.warning(request, _("There is nothing of this kind any more."))
    else:
        said = ngettext("%(count)s failure is tried again.", "%(count)s failures are tried again.", order.total)
        messages.success(request, said % {"count": order.total})
    return _back(request)


@permission_required(PERMISSION)
@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest) -> HttpResponse:
    """Ask before waiting tasks are called off: those ticked (``task``), or all of a queue and kind (``all``)."""
    given = request.GET if request.method == "GET" else request.POST
    queue, path = given.get("queue", ""), given.get("kind", "")
    chosen = [_key(key) for key in given.getlist("task")[:MOST_CHOSEN]]
    is_all = "all" in given
    if request.method == "POST" and "sure" in given:
        if is_all:
            _call_off_all(request, queue, path)
        else:
            _call_off_chosen(request, chosen)
        return _back(request)
    tasks = queue_of()
    if is_all:
        waiting = tasks.tasks(WAITING, queue=queue, path=path)
        total, rows = waiting.count(), [tasks.row(task) for task in waiting[:MOST_SHOWN]]
    else:
        rows = [row for row in map(tasks.peek, chosen) if row is not None and row.state == WAITING]
        total = len(rows)
    lines = task_lines(rows)
    context = {
        "lines": [line for line in lines if line.may_be_called_off],
        "needed": [line for line in lines if not line.may_be_called_off],
        "total": total,
        "is_all": is_all,
        "queue": queue,
        "kind": path,
        "next": given.get("next", ""),
    }
    return TemplateResponse(request, "catalog/cms/work_call_off.html", context)


def _call_off_all(request: HttpRequest, queue: str, path: str) -> None:
    try:
        order = order_call_off(queue=queue, path=path, user=_user(request))
    except NothingToDo:
        messages.warning(request, _("There is nothing of this kind any more."))
    else:
        said = ngettext("%(count)s task is being called off.", "%(count)s tasks are being called off.", order.total)
        messages.success(request, said % {"count": order.total})


def _call_off_chosen(request: HttpRequest, chosen: list[str]) -> None:
    done = 0
    for key in chosen:
        try:
            call_off_task(task_id=key, user=_user(request))
        except NotStoppable:
            continue  # it began or ended meanwhile; the count says so
        done += 1
    said = ngettext("%(count)s task is called off.", "%(count)s tasks are called off.", done)
    messages.success(request, said % {"count": done})


@permission_required(PERMISSION)
@require_POST
def stop_order(request: HttpRequest, pk: int) -> HttpResponse:
    """End an order over many tasks; what it has done stays done."""
    if call_off_order(order_id=pk):
        messages.success(request, _("It is stopped; what was done stays done."))
    return _back(request)
