"""What browsers need of a recording is made by a task, survives kills, and is never served half-made."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from archive.choices import AssetState
from archive.extract.av import probe
from archive.ingest.inspect import inspect
from archive.models import AssetEvent, Preparation, Recording
from archive.operations.choose_poster import PosterRefused, choose_poster
from archive.operations.deposit_file import deposit_file
from archive.operations.prepare_recording import prepare_recording
from archive.operations.read_again import read_again
from archive.operations.reclaim_preparations import reclaim_preparations
from archive.process_marks import process_mark
from archive.renditions.recording_steps import Steps
from archive.specimens.recordings import make_film, make_sound
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db

Deposit = Callable[[Path], Recording]


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "archive.storage.PrivateFileStorage", "OPTIONS": {"location": str(tmp_path / "files")}},
    }


@pytest.fixture
def deposit(run_tasks: Callable[[], None], django_capture_on_commit_callbacks: Any) -> Deposit:
    """Return a function that takes a file in and does all that follows from it."""

    def do(path: Path) -> Recording:
        with django_capture_on_commit_callbacks(execute=True):
            asset = deposit_file(inspection=inspect(path))
        with django_capture_on_commit_callbacks(execute=True):
            run_tasks()
        found: Recording = Recording.objects.get(pk=asset.pk)
        return found

    return do


def stored(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def test_a_film_gets_a_copy_a_picture_and_a_waveform(deposit: Deposit, tmp_path: Path) -> None:
    film = deposit(make_film(tmp_path / "film.mkv", 5, tags={"title": "Karvon"}, chapters=("Bir", "Ikki")))
    assert (film.state, str(film.state_reason)) == (AssetState.READY, "")
    assert (film.type, film.width, film.height) == ("video", 320, 180)
    assert [chapter["title"] for chapter in film.technical["recording"]["chapters"]] == ["Bir", "Ikki"]
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(stored(film.proxy_name))
    assert [stream.codec for stream in probe(copy).streams] == ["h264", "aac"]
    assert (film.proxy_type, film.proxy_bytes) == ("video/mp4", copy.stat().st_size)
    picture = Image.open(io.BytesIO(stored(film.poster_file("thumb"))))
    assert picture.size == (320, 180)
    waveform = json.loads(stored(film.waveform_name))
    assert waveform["duration"] == pytest.approx(5, abs=0.2)
    assert 100 < len(waveform["peaks"]) <= 1800
    assert film.preparation.progress_pct == 100


def test_a_sound_gets_a_copy_and_a_waveform_and_no_picture(deposit: Deposit, tmp_path: Path) -> None:
    sound = deposit(make_sound(tmp_path / "nutq.flac", 3))
    assert (sound.state, sound.proxy_type, sound.poster_name) == (AssetState.READY, "audio/mpeg", "")
    assert sound.waveform_name


def test_a_process_that_is_killed_in_the_midst_leaves_nothing_served_and_the_next_ends_the_work(
    deposit: Deposit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """What a kill is to the code: nothing after it runs."""

    def die(_steps: Steps, _tell: Any) -> dict[str, Any]:
        default_storage.save(_steps.fresh_name("copy.mp4"), io.BytesIO(b"half"))
        raise Killed

    monkeypatch.setitem(sys.modules["archive.operations.prepare_recording"].STEPS, "proxy", die)
    deposit(make_film(tmp_path / "film.mov", 3))
    film = Recording.objects.get()
    job = Preparation.objects.get()
    assert (film.proxy_name, job.state, job.steps_done) == ("", AssetState.WORKING, ["poster", "waveform"])
    poster = film.poster_name
    assert poster

    monkeypatch.undo()
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    Preparation.objects.update(claimed_by=f"{process_mark().split(':')[0]}:{int(gone.stdout)}:1")
    assert prepare_recording(recording_id=film.pk)
    film.refresh_from_db()
    assert (film.state, film.poster_name) == (AssetState.READY, poster)
    kept = {f"{film.folder}/{name}" for name in default_storage.listdir(film.folder)[1]}
    assert kept == set(film.made_names)


def test_work_of_a_living_process_is_left_to_it(deposit: Deposit, tmp_path: Path) -> None:
    sound = deposit(make_sound(tmp_path / "nutq.wav", 2))
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        stat = Path(f"/proc/{other.pid}/stat").read_text().rpartition(")")[2].split()[19]
        mark = f"{process_mark().split(':')[0]}:{other.pid}:{stat}"
        Preparation.objects.update(state=AssetState.WORKING, claimed_by=mark, claimed_at=timezone.now())
        assert not prepare_recording(recording_id=sound.pk)
        other.kill()
    assert prepare_recording(recording_id=sound.pk)


def test_what_kills_its_process_again_and_again_ends_as_failed_and_is_tried_anew_when_asked(
    deposit: Deposit, tmp_path: Path, run_tasks: Callable[[], None], django_capture_on_commit_callbacks: Any
) -> None:
    sound = deposit(make_sound(tmp_path / "nutq.wav", 2))
    long_ago = timezone.now() - timezone.timedelta(hours=1)  # type: ignore[attr-defined]
    dead = "another-host:1:1@gone"
    Preparation.objects.update(state=AssetState.WORKING, claimed_by=dead, claimed_at=long_ago, attempts=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert reclaim_preparations(living=set()) == 1
    run_tasks()
    assert Preparation.objects.get().state == AssetState.READY

    Preparation.objects.update(state=AssetState.WORKING, claimed_by=dead, claimed_at=long_ago, attempts=3)
    assert reclaim_preparations(living=set()) == 1
    sound.refresh_from_db()
    assert (sound.state, sound.state_reason.code) == (AssetState.FAILED, "worker_lost")

    with django_capture_on_commit_callbacks(execute=True):
        read_again(kind="recording", asset_id=sound.pk)
    run_tasks()
    sound.refresh_from_db()
    assert (sound.state, sound.state_reason.code) == (AssetState.READY, "")


def test_a_recording_that_cannot_be_played_ends_as_failed_with_the_reason(deposit: Deposit, tmp_path: Path) -> None:
    whole = make_film(tmp_path / "x.mov", 3).read_bytes()
    start = whole.index(b"mdat") + 4
    broken = tmp_path / "film.mov"
    broken.write_bytes(whole[:start] + bytes(len(whole[start:]) - 40_000) + whole[-40_000:])
    film = deposit(broken)
    assert film.state == AssetState.FAILED
    assert film.state_reason.code == "recording_unreadable"
    assert not film.proxy_name
    assert AssetEvent.objects.filter(name="failed", asset_id=film.pk).exists()


def test_a_deleted_recording_leaves_no_file_behind(
    deposit: Deposit, tmp_path: Path, run_tasks: Callable[[], None], settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    film = deposit(make_film(tmp_path / "film.mov", 2))
    folder = Path(settings.MEDIA_ROOT)
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 5
    with django_capture_on_commit_callbacks(execute=True):
        film.delete()
    run_tasks()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_person_chooses_another_picture_and_it_stays_when_all_is_made_again(
    deposit: Deposit, tmp_path: Path, run_tasks: Callable[[], None], django_capture_on_commit_callbacks: Any
) -> None:
    film = deposit(make_film(tmp_path / "film.mov", 4))
    first = film.poster_name
    with pytest.raises(PosterRefused, match="between 0 and 4"):
        choose_poster(recording_id=film.pk, second=99)
    with django_capture_on_commit_callbacks(execute=True):
        choose_poster(recording_id=film.pk, second=0.2)
    with django_capture_on_commit_callbacks(execute=True):
        run_tasks()
    film.refresh_from_db()
    assert film.poster_name != first
    assert not default_storage.exists(f"{first}-thumb.jpg")

    def lightest() -> int:
        return max(Image.open(io.BytesIO(stored(film.poster_file("thumb")))).convert("L").tobytes())

    assert lightest() < 20
    with django_capture_on_commit_callbacks(execute=True):
        read_again(kind="recording", asset_id=film.pk)
    with django_capture_on_commit_callbacks(execute=True):
        run_tasks()
    film.refresh_from_db()
    assert lightest() < 20


def is_at_work(pid: str) -> bool:
    """Say whether a process is there and not only waits for somebody to take note of its end."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_real_kill_of_a_converting_process_takes_ffmpeg_along(tmp_path: Path) -> None:
    source = make_film(tmp_path / "film.mov", 20, size="1280x720")
    script = (
        "import sys; from pathlib import Path; from archive.extract.av import convert, probe\n"
        f"p = Path({str(source)!r}); convert(p, Path({str(tmp_path / 'out.mp4')!r}), probe(p), lambda s: None)"
    )
    with subprocess.Popen([sys.executable, "-c", script]) as running:
        children: list[str] = []
        until = time.monotonic() + PATIENCE_SECONDS
        while not children and time.monotonic() < until:
            time.sleep(0.05)
            listed = subprocess.run(
                ["ps", "-o", "pid=", "--ppid", str(running.pid)], capture_output=True, text=True, check=False
            )
            children = [each for each in listed.stdout.split() if (tmp_path / "out.mp4").exists()]
        assert children
        os.kill(running.pid, signal.SIGTERM)
        running.wait()
    until = time.monotonic() + PATIENCE_SECONDS
    while any(is_at_work(child) for child in children) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(is_at_work(child) for child in children)
    assert b"moov" not in (tmp_path / "out.mp4").read_bytes(), "the conversion went on to its end"
