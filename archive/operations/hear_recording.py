"""Write down by machine what is said in a recording, stretch by stretch."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.choices import RecognitionState, TranscriptSource, WaitingWork
from archive.extract.errors import ExtractError, NeedsProgram
from archive.extract.speech import Heard, SpeechReader, listen
from archive.extract.speech.listening import Place
from archive.extract.speech.whisper import WhisperReader
from archive.extract.transcripts import Cue as PlainCue
from archive.limits import av_limits
from archive.models import Recognition, Transcript
from archive.operations.await_program import await_program
from archive.operations.store_transcript import TranscriptOrder, store_transcript
from archive.process_marks import is_running, process_mark
from archive.queries import local_file
from archive.reasons import Reason, reason_of, unforeseen
from archive.renditions.recording_steps import Superseded
from archive.work.lease import living_leases
from archive.work.passing import passing_trouble

NOT_SET_UP = gettext_noop("No model of speech is set up here; see FONDS_SPEECH_MODEL.")
NOTHING_SAID = gettext_noop("No speech was heard in this recording.")

logger = logging.getLogger(__name__)


def hear_recording(*, recognition_id: int, reader: SpeechReader | None = None) -> bool:
    """Listen on from where an earlier process was; return whether this call did the work.

    What was heard is kept after each stretch. At the end it becomes a transcript that counts as unchecked. Stops soon
    after the order was called off or the recording deleted. Trouble that passes is raised; the order waits on.
    """
    job = _claim(recognition_id)
    if job is None:
        return False
    try:
        with local_file(job.recording) as path:
            made = _listen(job, path, reader or _reader())
    except Superseded:
        logger.info("Recognition %s was called off", recognition_id)
    except NeedsProgram as error:
        _wait(job, error)
        return False
    except ExtractError as error:
        _end(job, RecognitionState.FAILED, reason=reason_of(error))
    except Exception as error:
        if passing_trouble(error):
            waiting = {"state": RecognitionState.WAITING, "claimed_by": "", "claimed_at": None}
            _mine(job).update(**waiting, attempts=job.attempts - 1)
            raise
        # Whatever goes wrong must leave an order that says so; the trace is for us.
        logger.exception("Recognition %s failed", recognition_id)
        _end(job, RecognitionState.FAILED, reason=unforeseen(error))
    else:
        reason = Reason() if made else Reason("no_speech", NOTHING_SAID)
        _end(job, RecognitionState.READY, reason=reason, transcript=made)
    return True


class _NotSetUp(ExtractError):
    reason_code = "speech_not_set_up"


def _reader() -> SpeechReader:
    if not settings.FONDS_SPEECH_MODEL:
        raise _NotSetUp(NOT_SET_UP)
    return WhisperReader(Path(settings.FONDS_SPEECH_MODEL), threads=settings.FONDS_SPEECH_THREADS)


def _claim(recognition_id: int) -> Recognition | None:
    """Take a waiting order, or one whose worker died, for this process alone."""
    me = process_mark()
    with transaction.atomic():
        job = Recognition.objects.select_for_update().filter(pk=recognition_id).first()
        if job is None or not _is_free(job, me):
            return None
        changes = {"state": RecognitionState.WORKING, "claimed_at": timezone.now(), "claimed_by": me}
        Recognition.objects.filter(pk=job.pk).update(**changes, attempts=F("attempts") + 1)
        return Recognition.objects.select_related("recording").get(pk=job.pk)


def _is_free(job: Recognition, me: str) -> bool:
    if job.state == RecognitionState.WORKING:
        return job.claimed_by == me or not is_running(job.claimed_by, living_leases())
    return job.state == RecognitionState.WAITING


def _mine(job: Recognition) -> Any:
    return Recognition.objects.filter(pk=job.pk, state=RecognitionState.WORKING, claimed_by=job.claimed_by)


def _listen(job: Recognition, path: Path, reader: SpeechReader) -> Transcript | None:
    segments = list(job.segments)
    language = [job.language]

    def keep(heard: Heard, done_ms: int) -> None:
        language[0] = language[0] or heard.language
        segments.extend(
            [each.start_ms, each.end_ms, each.text, [[word.start_ms, word.end_ms, word.text] for word in each.words]]
            for each in heard.segments
        )
        # A stretch that brought nothing new still moves on, so that progress is seen and calling off is noticed.
        if not _mine(job).update(segments=segments, done_ms=done_ms, language=language[0]):
            raise Superseded

    length_ms = round(job.recording.duration * 1000)
    listen(path, reader, Place(job.done_ms, length_ms, job.language), keep, av_limits())
    return _written(job, segments, language[0], reader.name)


def _written(job: Recognition, segments: list[Any], language: str, made_by: str) -> Transcript | None:
    """Make the transcript; the words' times go along."""
    if not segments:
        return None
    cues = [PlainCue(start_ms, end_ms, text) for start_ms, end_ms, text, _words in segments]
    order = TranscriptOrder(language=language, source=TranscriptSource.MACHINE, made_by=made_by)
    with transaction.atomic():
        if not _mine(job).exists():
            raise Superseded
        words = [row[3] for row in segments]
        return store_transcript(recording_id=job.recording_id, cues=cues, order=order, user=job.asked_by, words=words)


def _wait(job: Recognition, error: NeedsProgram) -> None:
    """Leave the order waiting until the program is there; this attempt does not count."""
    with transaction.atomic():
        waiting = {"state": RecognitionState.WAITING, "reason": reason_of(error), "claimed_by": "", "claimed_at": None}
        if _mine(job).update(**waiting, attempts=max(0, job.attempts - 1)):
            await_program(asset=job.recording, error=error, work=WaitingWork.HEAR, number=job.pk)


def _end(job: Recognition, state: RecognitionState, *, reason: Reason, transcript: Transcript | None = None) -> None:
    ended: dict[str, Any] = {"state": state, "reason": reason, "transcript": transcript, "ended_at": timezone.now()}
    if state == RecognitionState.READY:
        # Of what failed they are kept: tried again, it goes on from there.
        ended["segments"] = []
    _mine(job).update(**ended)
