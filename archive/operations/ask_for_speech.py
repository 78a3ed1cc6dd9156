"""Have a machine write down what is said in a recording, or call that off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from archive.choices import RecognitionState
from archive.errors import ArchiveError
from archive.models import Recognition, Recording
from archive.reasons import Reason
from archive.tasks import enqueue_hearing

if TYPE_CHECKING:
    from catalog.models import User

OPEN = (RecognitionState.WAITING, RecognitionState.WORKING)


class AlreadyAsked(ArchiveError):
    """Raised when a machine already listens to this recording."""


def ask_for_speech(*, recording_id: int, language: str = "", user: User | None = None) -> Recognition:
    """Put a recording on the list; an empty language is detected. Raises AlreadyAsked, Recording.DoesNotExist."""
    recording = Recording.objects.get(pk=recording_id)
    try:
        with transaction.atomic():
            made: Recognition = Recognition.objects.create(recording=recording, language=language, asked_by=user)
            enqueue_hearing(made.pk)
    except IntegrityError as error:
        raise AlreadyAsked(f"A machine already listens to recording {recording_id}.") from error
    return made


def call_off_speech(*, recognition_id: int) -> bool:
    """Stop a machine that waits or listens; what it heard is dropped. Return whether there was anything to stop."""
    stopped = Recognition.objects.filter(pk=recognition_id, state__in=OPEN).update(
        state=RecognitionState.CANCELLED, ended_at=timezone.now(), segments=[]
    )
    return bool(stopped)


def give_up_speech(*, recognition_id: int, reason: Reason) -> bool:
    """Note that an order will not be carried out after all; return whether it was open."""
    given_up = Recognition.objects.filter(pk=recognition_id, state__in=OPEN)
    return bool(given_up.update(state=RecognitionState.FAILED, reason=reason, ended_at=timezone.now()))


def ask_again(*, recognition_id: int) -> bool:
    """Have a failed order carried out once more, from what was heard on; False where a newer one is open."""
    try:
        with transaction.atomic():
            failed = Recognition.objects.filter(pk=recognition_id, state=RecognitionState.FAILED)
            waits = failed.update(state=RecognitionState.WAITING, reason=Reason(), attempts=0, ended_at=None)
            if waits:
                enqueue_hearing(recognition_id)
    except IntegrityError:
        return False
    return bool(waits)
