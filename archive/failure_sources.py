"""Enter where the archive keeps failures: files, pages, orders to write down speech, and tasks nobody answers for."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from archive.choices import AssetState, PageState, RecognitionState
from archive.models import Page, Recognition
from archive.operations.ask_for_speech import ask_again
from archive.operations.read_again import read_again
from archive.operations.retry_pages import retry_pages
from archive.operations.retry_task import retry_task
from archive.queries import HEAVY_PAGE_FIELDS, MODELS
from archive.task_names import OPEN_PAGES
from archive.work.failures import Failure, FailureSource, Group, name_source
from archive.work.naming import Subject, kind_of
from archive.work.rows import reason_of_task

TITLES = {
    "photo": gettext_noop("Photographs"),
    "document": gettext_noop("Documents"),
    "recording": gettext_noop("Recordings"),
}
FILE = gettext_noop("%(thing)s")
PAGE = gettext_noop("Page %(number)s of “%(thing)s”")
SPEECH = gettext_noop("What is said in “%(thing)s”")


def name_all() -> None:
    """Enter the archive's places."""
    for kind, title in TITLES.items():
        name_source(
            FailureSource(
                kind, title, partial(_files, kind), partial(_file, kind), partial(_retry_files, kind), "state_reason"
            )
        )
    name_source(FailureSource("page", gettext_noop("Pages"), _pages, _page, lambda keys, user: retry_pages(
        page_ids=[int(key) for key in keys], user=user)))  # fmt: skip
    name_source(FailureSource("speech", gettext_noop("Speech"), _orders, _order, _retry_orders))
    name_source(
        TaskSource(
            "task", gettext_noop("Other tasks"), _tasks, _task, _retry_tasks, "exception_class_path", "enqueued_at"
        )
    )


def _files(kind: str) -> QuerySet[Any]:
    failed = MODELS[kind].objects.filter(state=AssetState.FAILED).defer("technical")
    # Documents none of whose pages could be read are told by their pages.
    return failed.exclude(state_reason__startswith='{"code": "pages_parked"') if kind == "document" else failed


def _file(kind: str, row: Any) -> Failure:
    return Failure(str(row.pk), FILE, Subject(kind, row.pk), row.state_reason)


def _retry_files(kind: str, keys: Collection[Any], user: Any) -> int:
    found = MODELS[kind].objects.filter(pk__in=[int(key) for key in keys], state=AssetState.FAILED)
    pks = list(found.values_list("pk", flat=True))
    for pk in pks:
        read_again(kind=kind, asset_id=pk, only=OPEN_PAGES, user=user)
    return len(pks)


def _pages() -> QuerySet[Any]:
    return Page.objects.filter(state=PageState.PARKED).defer(*HEAVY_PAGE_FIELDS)


def _page(row: Page) -> Failure:
    subject = Subject("document", row.document_id, {"number": row.number})
    return Failure(str(row.pk), PAGE, subject, row.reason, row.read_at, row.attempts)


def _orders() -> QuerySet[Any]:
    later = Recognition.objects.filter(recording=OuterRef("recording"), pk__gt=OuterRef("pk"))
    return Recognition.objects.filter(~Exists(later), state=RecognitionState.FAILED).defer("segments")


def _order(row: Recognition) -> Failure:
    return Failure(str(row.pk), SPEECH, Subject("recognition", row.pk), row.reason, row.ended_at, row.attempts)


def _retry_orders(keys: Collection[Any], user: Any) -> int:
    return sum(ask_again(recognition_id=int(key)) for key in keys)


class TaskSource(FailureSource):
    """Failed tasks themselves, by the error that ended them; without those whose things say so."""

    def groups(self) -> list[Group]:
        """Return the failed tasks counted by error."""
        counts: dict[str, int] = {}
        examples: dict[str, Any] = {}
        # Failed tasks are forgotten after a month and are few.
        for row in self.rows().order_by("-finished_at")[:MOST_TASKS]:
            code = row.exception_class_path
            counts[code] = counts.get(code, 0) + 1
            examples.setdefault(code, row)
        return [Group(self.slug, code, count, reason_of_task(examples[code])) for code, count in counts.items()]

    def with_code(self, code: str) -> QuerySet[Any]:
        """Return the failed tasks that one error ended."""
        return self.rows().filter(exception_class_path=code).order_by("pk")


MOST_TASKS = 5_000


def _tasks() -> QuerySet[Any]:
    from archive.work.naming import named_kinds  # noqa: PLC0415 - all applications have named theirs by now

    told = [kind.path for kind in named_kinds() if kind.give_up is not None]
    return DBTaskResult.objects.failed().exclude(task_path__in=told).defer("return_value")


def _task(row: Any) -> Failure:
    kind = kind_of(row.task_path)
    subject = kind.subject(row.args_kwargs["args"])
    return Failure(str(row.pk), kind.sentence, subject, reason_of_task(row), row.finished_at, len(row.worker_ids))


def _retry_tasks(keys: Collection[Any], user: Any) -> int:
    return sum(retry_task(task_id=str(key)) for key in keys)
