"""Say the tasks of search to people, and which trouble of the engine passes."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from archive.reasons import Reason
from archive.work.naming import name_task
from archive.work.passing import judge_by
from search import tasks
from search.engines.errors import EngineBusy, EngineUnavailable

ENGINE_AWAY = Reason("engine_away", gettext_noop("The search engine did not answer."))


def name_all() -> None:
    """Enter what the tasks of search are called, and what passes."""
    name_task(
        tasks.sweep, gettext_noop("Comparing the index"), gettext_noop("Compare the search index with the records")
    )
    judge_by(_judge)


def _judge(error: BaseException) -> Reason | None:
    return ENGINE_AWAY if isinstance(error, EngineUnavailable | EngineBusy) else None
