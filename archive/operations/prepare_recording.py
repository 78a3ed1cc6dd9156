"""Make what browsers need of a recording: a poster, a waveform, and a copy that plays everywhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.choices import AssetState, EventName
from archive.extract.errors import ExtractError, NeedsProgram
from archive.models import Preparation, Recording
from archive.operations.await_program import hold_asset
from archive.operations.forget_folder import forget_folder
from archive.operations.log_event import log_event
from archive.process_marks import is_running, process_mark
from archive.queries import local_file
from archive.reasons import Reason, reason_of, unforeseen
from archive.renditions.posters import POSTER_MARK, forget_poster
from archive.renditions.recording_steps import SHARES, STEPS, Steps, Superseded
from archive.signals import asset_changed
from archive.work.lease import living_leases
from archive.work.passing import passing_trouble

if TYPE_CHECKING:
    from catalog.models import User

SHORTER = gettext_noop(
    "The recording states a length of %(stated)s seconds, but only %(played)s can be played; it may be damaged."
)
_MOST_MISSING_SECONDS = 3.0
_MOST_MISSING_SHARE = 0.03

logger = logging.getLogger(__name__)


def prepare_recording(*, recording_id: int) -> bool:
    """Make poster, waveform and copy; return whether this call did the work.

    One process at a time works on a recording; after one that was killed the next goes on with the step that was not
    done. A step's file is served only once it is whole. What fails leaves the recording failed, with the reason;
    without ffmpeg it waits. Trouble that passes is raised, and the work waits on.
    """
    job = _claim(recording_id)
    if job is None:
        return False
    try:
        reason = _work(job)
    except Superseded:
        logger.info("Recording %s went, or somebody else took it over, while it was prepared", recording_id)
        return False
    except NeedsProgram as error:
        _wait(job, error)
        return False
    except ExtractError as error:
        _end(job, AssetState.FAILED, reason_of(error))
        return True
    except Exception as error:
        if passing_trouble(error):
            _mine(job).update(state=AssetState.WAITING, claimed_by="", claimed_at=None, attempts=job.attempts - 1)
            raise
        # Whatever goes wrong must leave a recording that says so; the trace is for us.
        logger.exception("Recording %s could not be prepared", recording_id)
        _end(job, AssetState.FAILED, unforeseen(error))
        return True
    _end(job, AssetState.READY, reason)
    return True


def _claim(recording_id: int) -> Preparation | None:
    """Take a waiting preparation, or one whose worker died, for this process alone."""
    me = process_mark()
    with transaction.atomic():
        job = Preparation.objects.select_for_update().filter(recording_id=recording_id).first()
        if job is None or not _is_free(job, me):
            return None
        changes = {"state": AssetState.WORKING, "claimed_at": timezone.now(), "claimed_by": me, "progress_pct": 0}
        Preparation.objects.filter(pk=job.pk).update(**changes, attempts=F("attempts") + 1)
        return Preparation.objects.select_related("recording").get(pk=job.pk)


def _is_free(job: Preparation, me: str) -> bool:
    if job.state == AssetState.WORKING:
        return job.claimed_by == me or not is_running(job.claimed_by, living_leases())
    return job.state == AssetState.WAITING


def _work(job: Preparation) -> Reason:
    """Do the steps that are not done; return a remark on the recording, if there is one."""
    recording = job.recording
    done = list(job.steps_done)
    with local_file(recording) as path, Steps(job, path) as steps:
        before = 0
        for name, step in STEPS.items():
            if name not in done:
                changes = step(steps, _teller(job, name, before, steps.facts.duration_seconds))
                done.append(name)
                _note(job, done, changes)
            before += SHARES[name]
        return _remark(steps.facts.duration_seconds, steps.played_seconds)


def _teller(job: Preparation, step: str, before: int, duration_seconds: float) -> Callable[[float], None]:
    """Return what turns seconds done into progress; it raises ``Superseded`` once the work is no longer ours."""
    last = [-1]

    def tell(seconds: float) -> None:
        share = min(1.0, seconds / duration_seconds) if duration_seconds else 0.0
        pct = min(99, before + int(SHARES[step] * share))
        if pct != last[0]:
            last[0] = pct
            if not _mine(job).update(step=step, progress_pct=pct):
                raise Superseded

    tell(0.0)
    return tell


def _mine(job: Preparation) -> Any:
    return Preparation.objects.filter(pk=job.pk, state=AssetState.WORKING, claimed_by=job.claimed_by)


def _note(job: Preparation, done: list[str], changes: dict[str, Any]) -> None:
    """Make a step's file known, so that it is served from now on."""
    with transaction.atomic():
        if not _mine(job).update(steps_done=done):
            raise Superseded
        earlier = Recording.objects.select_for_update().get(pk=job.recording_id).poster_name
        Recording.objects.filter(pk=job.recording_id).update(**changes)
        if changes.get("poster_name", earlier) != earlier:
            transaction.on_commit(partial(forget_poster, earlier))
        asset_changed.send(sender=Recording, kind=Recording.kind, asset_id=job.recording_id, facts=False)


def give_up_preparation(*, recording_id: int, reason: Reason, user: User | None = None) -> bool:
    """End work that waits or runs; whoever does it notices. Return whether there was any."""
    with transaction.atomic():
        open_states = (AssetState.WAITING, AssetState.WORKING)
        job = Preparation.objects.filter(recording_id=recording_id, state__in=open_states)
        if not job.update(state=AssetState.FAILED, reason=reason, ended_at=timezone.now()):
            return False
        recording = Recording.objects.get(pk=recording_id)
        Recording.objects.filter(pk=recording_id).update(state=AssetState.FAILED, state_reason=reason)
        log_event(recording, EventName.FAILED, user=user, reason=reason.as_dict())
        asset_changed.send(sender=Recording, kind=Recording.kind, asset_id=recording_id, facts=False)
    return True


def _remark(stated_seconds: float, played_seconds: float) -> Reason:
    missing = stated_seconds - played_seconds
    if not played_seconds or missing <= max(_MOST_MISSING_SECONDS, stated_seconds * _MOST_MISSING_SHARE):
        return Reason()
    return Reason("shorter_than_stated", SHORTER, {"stated": round(stated_seconds), "played": round(played_seconds)})


def _wait(job: Preparation, error: NeedsProgram) -> None:
    """Leave the work waiting until the program is there; this attempt does not count."""
    with transaction.atomic():
        waiting = {"state": AssetState.WAITING, "reason": reason_of(error), "claimed_by": "", "claimed_at": None}
        if _mine(job).update(**waiting, attempts=max(0, job.attempts - 1)):
            hold_asset(asset=job.recording, error=error)


def _end(job: Preparation, state: AssetState, reason: Reason) -> None:
    with transaction.atomic():
        ended = {"state": state, "reason": reason, "ended_at": timezone.now()}
        if state == AssetState.READY:
            ended["progress_pct"] = 100
        if not _mine(job).update(**ended):
            return
        recording = Recording.objects.get(pk=job.recording_id)
        Recording.objects.filter(pk=recording.pk).update(state=state, state_reason=reason)
        name = EventName.RENDITIONS_MADE if state == AssetState.READY else EventName.FAILED
        log_event(recording, name, reason=reason.as_dict() if reason else "")
        asset_changed.send(sender=Recording, kind=recording.kind, asset_id=recording.pk, facts=False)
    if state == AssetState.READY:
        # A poster may just be cut by somebody else; whoever replaces one deletes the earlier.
        forget_folder(folder=recording.folder, keep=recording.made_names, spare=POSTER_MARK)
