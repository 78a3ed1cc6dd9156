"""Take the poster of a film from the second a person chose."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from archive.choices import EventName, WaitingWork
from archive.errors import ArchiveError
from archive.extract.av import poster_at
from archive.extract.errors import ExtractError, NeedsProgram
from archive.limits import av_limits
from archive.models import Recording
from archive.operations.await_program import await_program
from archive.operations.log_event import log_event
from archive.queries import local_file
from archive.reasons import Reason, reason_of
from archive.renditions.posters import POSTER_MARK, forget_poster, store_poster
from archive.signals import asset_changed
from archive.tasks import enqueue_poster

if TYPE_CHECKING:
    from catalog.models import User


class PosterRefused(ArchiveError):
    """Raised when a recording has no picture at the second asked for; ``reason`` says so to people."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.sentence)


OUTSIDE = gettext_noop("Give a second between 0 and %(last)s.")


def choose_poster(*, recording_id: int, second: float, user: User | None = None) -> None:
    """Note the second and have the picture cut; raises PosterRefused where the film does not reach so far."""
    with transaction.atomic():
        recording = Recording.objects.select_for_update().get(pk=recording_id)
        if not recording.is_film or not 0 <= second <= recording.duration:
            raise PosterRefused(Reason("no_picture_there", OUTSIDE, {"last": int(recording.duration)}))
        Recording.objects.filter(pk=recording.pk).update(poster_second=second)
        log_event(recording, EventName.POSTER_CHOSEN, user=user, second=second)
        enqueue_poster(recording.pk)


def cut_poster(*, recording_id: int) -> bool:
    """Cut the picture at the chosen second and show it from now on; return whether there was one to be cut."""
    recording = Recording.objects.filter(pk=recording_id, poster_second__isnull=False).first()
    if recording is None:
        return False
    try:
        with local_file(recording) as path:
            picture = poster_at(path, recording.poster_second or 0.0, av_limits())
    except NeedsProgram as error:
        await_program(asset=recording, error=error, work=WaitingWork.POSTER)
        return False
    except ExtractError as error:
        log_event(recording, EventName.FAILED, reason=reason_of(error).as_dict())
        return False
    name = f"{recording.folder}/{secrets.token_hex(6)}{POSTER_MARK}"
    store_poster(name, picture)
    with transaction.atomic():
        earlier = Recording.objects.select_for_update().get(pk=recording_id).poster_name
        Recording.objects.filter(pk=recording_id).update(poster_name=name)
        transaction.on_commit(partial(forget_poster, earlier))
        asset_changed.send(sender=Recording, kind=Recording.kind, asset_id=recording_id, facts=False)
    return True
