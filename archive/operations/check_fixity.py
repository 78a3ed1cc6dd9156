"""Take the checksum of one stored original again and note how it was found."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from archive.choices import EventName, FixityState
from archive.models import FixityCheck
from archive.operations.enter_originals import interval
from archive.operations.log_event import log_event
from archive.process_marks import is_running, process_mark
from archive.queries import MODELS
from archive.reasons import Reason, unforeseen
from archive.storage import STORAGE_ERRORS, private_storage
from archive.work.lease import living_leases

if TYPE_CHECKING:
    from catalog.models import User

LOOK_AGAIN = timedelta(days=1)
"""What was found wrong is looked at again after this time: a disk may be back by then."""


NOTHING = Reason()


@dataclass(frozen=True, slots=True)
class Found:
    """How a stored file is: its outcome, its checksum and size where it could be read, else why not."""

    state: FixityState
    sha256: str = ""
    size_bytes: int | None = None
    problem: Reason = NOTHING


def check_fixity(*, check_id: int, user: User | None = None) -> FixityState | None:
    """Read one stored original and compare it; return the outcome, or None while another process is at it.

    What was found wrong, or right again, is entered into the asset's log; so is every check that a person (``user``)
    asked for. Raises FixityCheck.DoesNotExist.
    """
    check = _claim(check_id)
    if check is None:
        return None
    try:
        found = look_at(check)
    except BaseException:
        FixityCheck.objects.filter(pk=check.pk, claimed_by=check.claimed_by).update(claimed_by="", claimed_at=None)
        raise
    return found.state if _note(check, found, user) else None


def _claim(check_id: int) -> FixityCheck | None:
    """Take the row for this process alone; compare the claim that was seen, so that only one can win."""
    check = FixityCheck.objects.get(pk=check_id)
    me = process_mark()
    if check.claimed_by and check.claimed_by != me and is_running(check.claimed_by, living_leases()):
        return None
    same = FixityCheck.objects.filter(pk=check_id, claimed_by=check.claimed_by, claimed_at=check.claimed_at)
    check.claimed_by, check.claimed_at = me, timezone.now()
    return check if same.update(claimed_by=me, claimed_at=check.claimed_at) else None


def look_at(check: FixityCheck) -> Found:
    """Read the file from end to end, a little at a time, wherever it is stored."""
    storage = private_storage()
    sha256 = hashlib.sha256()
    size = 0
    try:
        for chunk in storage.stretch(check.name, 0, storage.size(check.name) - 1):
            sha256.update(chunk)
            size += len(chunk)
    except FileNotFoundError:
        return Found(FixityState.MISSING)
    except STORAGE_ERRORS as error:
        return Found(FixityState.UNREADABLE, size_bytes=size, problem=unforeseen(error))
    told = sha256.hexdigest()
    return Found(FixityState.INTACT if told == check.sha256 else FixityState.CHANGED, told, size)


def _note(check: FixityCheck, found: Found, user: User | None) -> bool:
    """Write the outcome unless the row went or was taken over meanwhile."""
    now = timezone.now()
    is_good = found.state == FixityState.INTACT
    changes: dict[str, Any] = {
        "state": found.state, "since": now, "checked_at": now, "found_sha256": found.sha256,
        "found_bytes": found.size_bytes, "problem": found.problem, "claimed_by": "", "claimed_at": None,
        "due_at": now + (interval() if is_good else min(LOOK_AGAIN, interval())),
    }  # fmt: skip
    if is_good:
        changes |= {"good_at": now, "failed_at": None, "reported_at": None, "dealt_at": None, "dealt_by": None}
    elif not check.is_wrong or check.dealt_at is not None:
        # A failure that people were told is mended is a new one when it is found again.
        changes |= {"failed_at": now, "reported_at": None, "dealt_at": None, "dealt_by": None}
    with transaction.atomic():
        mine = FixityCheck.objects.filter(pk=check.pk, claimed_by=check.claimed_by, claimed_at=check.claimed_at)
        if not mine.update(**changes):
            return False
        if user is not None or ((check.is_wrong or not is_good) and found.state != check.state):
            _log(check, found, user)
    return True


def _log(check: FixityCheck, found: Found, user: User | None) -> None:
    asset = MODELS[check.kind].objects.filter(pk=check.asset_id).first()
    if asset is None:
        return
    if found.state == FixityState.INTACT:
        log_event(asset, EventName.FIXITY_CONFIRMED, user=user, sha256=found.sha256, stored=check.name)
        return
    log_event(
        asset, EventName.FIXITY_FAILED, user=user, outcome=found.state.value, expected=check.sha256,
        sha256=found.sha256, stored=check.name, reason=found.problem.as_dict() if found.problem else "",
    )  # fmt: skip
