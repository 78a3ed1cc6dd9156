"""Answers whether the site works: database, storage, queue, programs and search index."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from archive.fixity_queries import fixity_overview
from archive.room import shortage
from archive.waiting_queries import waits_by_program
from archive.work.lease import LOST_SECONDS
from archive.work.state import missing_at_work, queue_state
from search.health import index_state

logger = logging.getLogger("fonds.health")


@dataclass(frozen=True)
class Finding:
    """What one part said: whether it works, one sentence, and figures."""

    ok: bool
    message: str
    figures: dict[str, Any]


def check_database() -> Finding:
    """Ask the database for the number one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Finding(True, f"{connection.vendor} answers", {})


def check_storage() -> Finding:
    """Write, read and remove a small file."""
    name = default_storage.save(f"health/{secrets.token_hex(8)}.txt", ContentFile(b"fonds"))
    try:
        with default_storage.open(name) as file:
            content = file.read()
    finally:
        default_storage.delete(name)
    return Finding(content == b"fonds", "files can be written and read", {})


def check_room() -> Finding:
    """Look at the room on the disks of all folders that are written to."""
    short = shortage()
    if short is None:
        return Finding(True, "there is room on the disks", {})
    return Finding(False, str(short), {"folder": str(short.folder), "free_mb": short.free_mib})


def check_queue() -> Finding:
    """Look for a living worker and at what waits."""
    state = queue_state()
    limit = timedelta(seconds=LOST_SECONDS)
    is_alive = state.beat_at is not None and timezone.now() - state.beat_at < limit
    message = "a worker runs" if is_alive else "no worker runs; start `manage.py work`"
    return Finding(is_alive, message, asdict(state))


def check_index() -> Finding:
    """Ask the search engine whether it answers and how far it is behind."""
    state = index_state()
    return Finding(state.is_ready and not state.is_late, state.message, state.figures())


def check_programs() -> Finding:
    """Name the programs that a worker lacks, what to install, and how much work waits for them."""
    missing = missing_at_work()
    waiting = waits_by_program()
    named = "; ".join(f"{name} is missing, install {package}" for name, package in sorted(missing.items()))
    figures = {"missing": missing, "waiting": waiting}
    return Finding(not missing, named or "all programs are installed", figures)


def check_fixity() -> Finding:
    """Say how many originals are damaged or missing; the site works all the same, so this alone does not fail it."""
    found = fixity_overview()
    message = f"{found.wrong} originals are damaged or missing; see the screen Fixity" if found.wrong else "no damage"
    if found.problem:
        message = found.problem.sentence
    figures = {"counts": found.counts, "overdue": found.overdue, "checked_in_a_day": found.checked_in_a_day}
    return Finding(not found.problem, message, figures)


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": check_database,
    "storage": check_storage,
    "room": check_room,
    "queue": check_queue,
    "programs": check_programs,
    "index": check_index,
    "fixity": check_fixity,
}


def _run(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as error:
        # Whatever a part raises is the answer that was asked for.
        logger.exception("The health check of %s failed", name)
        return Finding(False, f"{type(error).__name__}: {error}", {})


def _may_see_details(request: HttpRequest, database_works: bool) -> bool:
    token: str = settings.FONDS_HEALTH_TOKEN
    if token and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return True
    return database_works and request.user.is_active and request.user.is_staff


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when every part works, else 503; figures are for staff and for holders of the token."""
    findings = {name: _run(name, check) for name, check in CHECKS.items()}
    is_well = all(finding.ok for finding in findings.values())
    answer: dict[str, Any] = {
        "status": "ok" if is_well else "failing",
        "parts": {name: "ok" if finding.ok else "failing" for name, finding in findings.items()},
    }
    if _may_see_details(request, findings["database"].ok):
        answer["details"] = {name: asdict(finding) for name, finding in findings.items()}
    return JsonResponse(answer, status=200 if is_well else 503)


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer that the process serves requests, and nothing more."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
