"""Know every kind of task: how it is said to people, what it is about, how it is called off, tried again, given up.

Each application names its own in ``task_names.py``, a line a task; one that nobody named is shown by its function.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_noop
from django_tasks.base import Task

from archive.reasons import Reason

GONE = gettext_noop("something deleted since")
QUEUES = {
    "default": gettext_noop("Files"),
    "high": gettext_noop("Files"),
    "slow": gettext_noop("What can wait"),
    "pages": gettext_noop("Pages"),
    "media": gettext_noop("Sound and film"),
    "office": gettext_noop("Office files"),
    "speech": gettext_noop("Speech"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a task is about: a sort of thing ("document", "deposit"), its key, and more places of the sentence."""

    sort: str = ""
    pk: int | str = 0
    places: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thing:
    """A subject by name; ``asset`` is the kind and key of the file behind it, ``address`` another page of it."""

    title: str
    asset: tuple[str, int] | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class TaskKind:
    """One kind of task. ``title`` and ``sentence`` are msgids; the sentence has a place for the ``thing``.

    ``call_off`` takes the task's arguments and ``user``, and has what the task was for say so; without it a task
    cannot be called off. ``can_stop`` says that a running one notices. ``give_up`` takes a Reason and the arguments
    when a task failed for good, and returns whether its thing was there and open; ``again`` the arguments when a
    person wants a failed one tried again.
    """

    path: str
    title: str
    sentence: str
    about: Callable[..., Subject]
    call_off: Callable[..., Any] | None = None
    can_stop: bool = False
    give_up: Callable[..., Any] | None = None
    again: Callable[..., Any] | None = None

    def subject(self, arguments: Sequence[Any]) -> Subject:
        """Return what a task with these arguments is about; nothing where they are of an earlier version."""
        try:
            return self.about(*arguments)
        except (TypeError, ValueError):
            return Subject()


Finder = Callable[[Collection[Any]], Mapping[Any, Thing]]

_kinds: dict[str, TaskKind] = {}
_finders: dict[str, Finder] = {}


def name_task(
    task: Task[..., Any], title: str, sentence: str, about: Callable[..., Subject] = lambda *_: Subject(), **acts: Any
) -> None:
    """Enter a kind of task; ``acts`` are call_off, can_stop, give_up and again of ``TaskKind``."""
    _kinds[task.module_path] = TaskKind(task.module_path, title, sentence, about, **acts)


def name_things(sort: str, finder: Finder) -> None:
    """Enter how things of a sort are found by their keys, many in one query."""
    _finders[sort] = finder


def kind_of(path: str) -> TaskKind:
    """Return the kind of a task by its path."""
    known = _kinds.get(path)
    if known is not None:
        return known
    said = path.rpartition(".")[2].replace("_", " ").capitalize()
    return TaskKind(path, said, said, lambda *_: Subject())


def named_kinds() -> list[TaskKind]:
    """Return all kinds that have a name, by their titles in the reader's language."""
    return sorted(_kinds.values(), key=lambda kind: gettext(kind.title))


def paths_of_title(path: str) -> list[str]:
    """Return the paths of all kinds that people see under the same title as one."""
    title = kind_of(path).title
    return [path, *(kind.path for kind in _kinds.values() if kind.title == title and kind.path != path)]


def kinds_by_title() -> list[TaskKind]:
    """Return one kind for each title, by title in the reader's language; it stands for all of that title."""
    return list({kind.title: kind for kind in named_kinds()}.values())


def things_of(subjects: Collection[Subject]) -> dict[tuple[str, Any], Thing]:
    """Return the things that subjects name, by sort and key; a query for each sort, whatever their number."""
    wanted: dict[str, set[Any]] = {}
    for each in subjects:
        wanted.setdefault(each.sort, set()).add(each.pk)
    found: dict[tuple[str, Any], Thing] = {}
    for sort, keys in wanted.items():
        if sort in _finders:
            found |= {(sort, key): thing for key, thing in _finders[sort](keys).items()}
    return found


def say(sentence: str, subject: Subject, thing: Thing | None) -> str:
    """Return a task's or failure's sentence in the reader's language."""
    title = thing.title if thing else gettext(GONE)
    try:
        return gettext(sentence) % {**subject.places, "thing": title}
    except (KeyError, ValueError):
        # Arguments of an earlier version lack a place.
        return f"{gettext(sentence).partition('%')[0].strip()} {title}"


def called_off() -> Reason:
    """Return the reason of what a person called off."""
    return Reason("called_off", CALLED_OFF)


CALLED_OFF = gettext_noop("A person called this off. It can be tried again.")
