"""A recording is known by its content and refused, with its own reason, when it is not whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.extract.av import AvLimits
from archive.ingest.errors import IngestRefused, Reason
from archive.ingest.inspect import inspect
from archive.ingest.media_types import detect
from archive.ingest.recordings import inspect_recording
from archive.ingest.sidecars import language_in_name, recording_beside, transcripts_beside
from archive.ingest.types import Kind, Note
from archive.specimens.recordings import FILMS, SOUNDS, make_film, make_sound

TYPES = {
    ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".aac": "audio/aac", ".ogg": "audio/ogg", ".opus": "audio/ogg",
    ".wav": "audio/wav", ".flac": "audio/flac", ".aiff": "audio/aiff", ".wma": "audio/x-ms-wma",
    ".mp4": "video/mp4", ".mov": "video/quicktime", ".mkv": "video/matroska", ".webm": "video/webm",
    ".avi": "video/vnd.avi", ".mpg": "video/mpeg", ".ts": "video/mp2t", ".wmv": "video/x-ms-wmv",
}  # fmt: skip
WITHOUT_LENGTH = {".aac", ".mpg", ".ts"}
"""Streams that state no length: a cut one is a shorter one."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("recordings")
    sounds = {suffix: make_sound(folder / f"suhbat{suffix}", 20, tags={"title": "Suhbat"}) for suffix in SOUNDS}
    films = {suffix: make_film(folder / f"film{suffix}", 6, tags={"title": "Film"}) for suffix in FILMS}
    return {**sounds, **films}


@pytest.mark.parametrize("suffix", TYPES)
def test_its_type_is_told_by_its_content(suffix: str, made: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "nomsiz"
    path.write_bytes(made[suffix].read_bytes())
    found = inspect(path)
    assert (found.media_type, found.kind, found.notes) == (TYPES[suffix], Kind.RECORDING, (Note.NO_EXTENSION,))
    assert found.duration_seconds > 5
    assert bool(found.width) == (suffix in FILMS)


@pytest.mark.parametrize("suffix", sorted(set(TYPES) - WITHOUT_LENGTH))
def test_one_that_was_cut_off_is_refused_as_such(suffix: str, made: dict[str, Path], tmp_path: Path) -> None:
    whole = made[suffix].read_bytes()
    for share in (0.3, 0.6, 0.85):
        path = tmp_path / f"cut{suffix}"
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(IngestRefused) as refusal:
            inspect(path)
        assert refusal.value.reason_code is Reason.TRUNCATED, share


@pytest.mark.parametrize("suffix", sorted(TYPES))
def test_noise_behind_a_right_beginning_is_refused(suffix: str, made: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / f"noise{suffix}"
    noise = bytes((place * 7919 + place // 251 * 13) % 251 for place in range(40_000))
    path.write_bytes(made[suffix].read_bytes()[:48] + noise)
    if suffix == ".aac":
        pytest.skip("a stream without a container finds frames in any noise; the conversion tells")
    with pytest.raises(IngestRefused) as refusal:
        inspect(path)
    assert refusal.value.reason_code in {
        Reason.TRUNCATED, Reason.DAMAGED, Reason.NO_STREAMS, Reason.UNSUPPORTED_TYPE
    }  # fmt: skip


def test_sound_alone_in_a_films_container_is_sound(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "x.m4a", 3)
    renamed = path.rename(tmp_path / "x.mp4")
    assert inspect(renamed).media_type == "audio/mp4"


def test_its_own_title_is_suggested(made: dict[str, Path]) -> None:
    assert inspect(made[".flac"]).suggested_title == "Suhbat"


def test_a_playlist_is_no_recording(tmp_path: Path, made: dict[str, Path]) -> None:
    path = tmp_path / "list.mp4"
    path.write_text(f"#EXTM3U\n#EXTINF:10,\n{made['.mp3']}\n")
    with pytest.raises(IngestRefused) as refusal:
        inspect(path)
    assert refusal.value.reason_code is Reason.UNSUPPORTED_TYPE


def test_without_ffprobe_a_recording_is_taken_in_by_its_first_bytes(made: dict[str, Path]) -> None:
    found = inspect_recording(made[".mp3"], detect(made[".mp3"]), AvLimits(ffprobe="ffprobe-of-nowhere"))
    assert (found.media_type.name, found.duration_seconds) == ("audio/mpeg", 0.0)


def test_transcripts_are_found_beside_their_recording_by_name(tmp_path: Path) -> None:
    recording = tmp_path / "Нутқ 1964.MP3"
    recording.touch()
    names = ["Нутқ 1964.vtt", "Нутқ 1964.uz.srt", "Нутқ 1964.MP3.ru.txt"]
    for name in (*names, "Нутқ 1965.vtt", "other.txt"):
        (tmp_path / name).touch()
    assert sorted(found.path.name for found in transcripts_beside(recording)) == sorted(names)
    assert [recording_beside(tmp_path / name) for name in names] == [recording] * 3
    assert [language_in_name(tmp_path / name, recording) for name in names] == ["", "uz", "ru"]
    assert recording_beside(tmp_path / "other.txt") is None
    assert recording_beside(recording) is None
