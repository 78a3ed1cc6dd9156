"""Tell trouble that passes by itself (a full disk, a locked database, storage that is away) from what stays wrong."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator

from botocore.exceptions import ClientError, HTTPClientError
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_noop

from archive.reasons import Reason

DISK_FULL = Reason("disk_full", gettext_noop("The disk was full. Free some space and try again."))
STORAGE_AWAY = Reason(
    "storage_away", gettext_noop("The storage of the files did not answer. See that it is connected and try again.")
)
DATABASE_AWAY = Reason("database_away", gettext_noop("The database did not answer, or was locked for too long."))
SHORT_OF_MEANS = Reason(
    "short_of_means", gettext_noop("The machine had no memory, processes or open files left for this. Try again later.")
)

FULL = {errno.ENOSPC, errno.EDQUOT}
SQLITE_FULL = "database or disk is full"
AWAY = {
    errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ECONNREFUSED, errno.ECONNRESET, errno.ECONNABORTED,
    errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ENOTCONN, errno.EREMOTEIO,
    errno.EBUSY, errno.EPIPE, errno.EROFS,
}  # fmt: skip
SHORT = {errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM}
SERVER_FAULT = 500
SLOW_DOWN = 429

Judge = Callable[[BaseException], Reason | None]


class Busy(Exception):
    """Raised by a task whose thing another process works on at this moment; it is tried again soon, without limit."""


def passing_trouble(error: BaseException | None) -> Reason | None:
    """Return the reason if an error, or what caused it, is trouble that passes; None for what would fail again."""
    for each in _causes(error):
        for judge in _judges:
            if reason := judge(each):
                return reason
    return None


def is_disk_full(error: BaseException | None) -> bool:
    """Say whether an error, or what caused it, is that of a full disk, a spent quota or a full database file."""
    return any(_of_system(each) is DISK_FULL for each in _causes(error))


def judge_by(judge: Judge) -> None:
    """Let an application of its own say which of its errors pass."""
    _judges.append(judge)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _of_system(error: BaseException) -> Reason | None:
    if isinstance(error, MemoryError):
        return SHORT_OF_MEANS
    if SQLITE_FULL in str(error):
        # Whoever wraps the database's error: it may come as an error of the queue or of the index.
        return DISK_FULL
    if not isinstance(error, OSError):
        return None
    if error.errno in FULL:
        return DISK_FULL
    if error.errno in SHORT:
        return SHORT_OF_MEANS
    is_away = error.errno in AWAY or isinstance(error, ConnectionError | TimeoutError)
    return STORAGE_AWAY if is_away else None


def _of_database(error: BaseException) -> Reason | None:
    return DATABASE_AWAY if isinstance(error, OperationalError | InterfaceError) else None


def _of_storage(error: BaseException) -> Reason | None:
    if isinstance(error, HTTPClientError):
        return STORAGE_AWAY
    if isinstance(error, ClientError):
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        return STORAGE_AWAY if status >= SERVER_FAULT or status == SLOW_DOWN else None
    return None


_judges: list[Judge] = [_of_system, _of_database, _of_storage]
