"""Sound and film are examined and converted by limited programs that open no other file."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.extract.av import (
    AvLimits,
    AvProgramMissing,
    RecordingEmpty,
    RecordingStuck,
    RecordingUnreadable,
    choose_poster,
    convert,
    embedded_metadata,
    measure_waveform,
    poster_at,
    probe,
)
from archive.specimens.recordings import make_film, make_sound
from tests.patience import processor_seconds_of_programs


def _ignore(_seconds: float) -> None:
    return


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mov"
    return make_film(path, 5, size="1920x1080", tags={"title": "Karvon yoʻli", "date": "1978-05-09"},
                     chapters=("Boshlanishi", "Oxiri"))  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tags = {"title": "Suhbat", "artist": "A. Orlov; B. Karimov", "date": "1964"}
    return make_sound(tmp_path_factory.mktemp("sound") / "suhbat.mp3", 4, tags=tags)


def test_a_film_tells_its_length_streams_chapters_and_tags(film: Path) -> None:
    facts = probe(film)
    assert facts.duration_seconds == pytest.approx(5, abs=0.2)
    assert facts.video is not None
    assert (facts.video.codec, facts.video.width, facts.video.height) == ("mpeg4", 1920, 1080)
    assert facts.audio is not None
    assert [chapter.title for chapter in facts.chapters] == ["Boshlanishi", "Oxiri"]
    said = embedded_metadata(facts)
    assert (str(said.title), said.date_edtf) == ("Karvon yoʻli", "1978-05-09")


def test_names_in_tags_become_people_and_machine_comments_do_not_become_descriptions(sound: Path) -> None:
    facts = probe(sound)
    said = embedded_metadata(facts)
    assert said.creators == ("A. Orlov", "B. Karimov")
    noted = {**facts.tags, "comment": "00000000 00000210 0000086C 0000000000760804"}
    assert not embedded_metadata(type(facts)(facts.container, 4, 0, facts.streams, tags=noted)).caption


def test_the_waveform_is_loud_where_the_tone_is_and_silent_after_it(sound: Path) -> None:
    found = measure_waveform(sound, _ignore)
    assert found.duration_seconds == pytest.approx(4, abs=0.1)
    half = len(found.peaks) // 2
    assert min(found.peaks[5 : half - 5]) > 30
    assert max(found.peaks[half + 10 :]) < 3


def test_the_poster_is_not_the_black_beginning_and_any_second_can_be_asked_for(film: Path) -> None:
    found = choose_poster(film, probe(film))
    assert found is not None
    assert found[0] >= 1
    assert max(found[1].size) == 1280
    black = poster_at(film, 0.2)
    assert max(black.convert("L").tobytes()) < 20
    with pytest.raises(RecordingUnreadable):
        poster_at(film, 90)


def test_a_sound_without_a_cover_has_no_poster(sound: Path) -> None:
    assert choose_poster(sound, probe(sound)) is None


def test_a_film_becomes_h264_in_mp4_of_bounded_size_that_starts_before_it_is_fetched(
    film: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.mp4"
    told: list[float] = []
    convert(film, target, probe(film), told.append)
    made = probe(target)
    assert made.video is not None
    assert made.audio is not None
    assert (made.video.codec, made.video.width, made.video.height) == ("h264", 1280, 720)
    assert made.audio.codec == "aac"
    assert made.duration_seconds == pytest.approx(5, abs=0.2)
    head = target.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")
    assert told == sorted(told)
    assert told[-1] > 4


def test_a_sound_becomes_mp3(tmp_path: Path) -> None:
    source = make_sound(tmp_path / "nutq.flac", 2)
    target = tmp_path / "copy.mp3"
    convert(source, target, probe(source), _ignore)
    assert [stream.codec for stream in probe(target).streams] == ["mp3"]


@pytest.mark.parametrize("name", ["list.m3u8", "list.mp4", "list.mp3"])
@pytest.mark.parametrize(
    "content",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:{path}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile {path}\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n",
    ],
)
def test_a_playlist_opens_no_other_file(name: str, content: str, sound: Path, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content.format(path=sound))
    with pytest.raises(RecordingUnreadable):
        probe(path)
    with pytest.raises(RecordingUnreadable):
        measure_waveform(path, _ignore)


def test_a_name_that_looks_like_an_option_or_an_address_is_only_a_name(sound: Path, tmp_path: Path) -> None:
    for name in ("-y.mp3", "http:x.mp3", "concat:a|b.mp3", "наме юқ.mp3"):
        path = tmp_path / name
        path.write_bytes(sound.read_bytes())
        assert probe(path).duration_seconds > 3


def test_a_file_without_sound_and_pictures_is_empty(tmp_path: Path, sound: Path) -> None:
    path = tmp_path / "silence.avi"
    whole = make_film(tmp_path / "x.avi", 2).read_bytes()
    path.write_bytes(whole[:64] + bytes(20_000))
    with pytest.raises((RecordingEmpty, RecordingUnreadable)):
        probe(path)


def test_a_program_that_takes_too_long_is_ended(film: Path, tmp_path: Path) -> None:
    before = processor_seconds_of_programs()
    with pytest.raises(RecordingStuck):
        convert(film, tmp_path / "copy.mp4", probe(film), _ignore, AvLimits(convert_seconds=0.2))
    assert processor_seconds_of_programs() - before < 5


def test_a_program_that_wants_too_much_memory_is_refused_it(film: Path, tmp_path: Path) -> None:
    facts = probe(film)
    with pytest.raises(RecordingUnreadable):
        convert(film, tmp_path / "copy.mp4", facts, _ignore, AvLimits(memory_bytes=64 << 20))


def test_a_missing_program_is_named_with_its_package(film: Path) -> None:
    with pytest.raises(AvProgramMissing, match=r"ffprobe-of-nowhere.*ffmpeg"):
        probe(film, AvLimits(ffprobe="ffprobe-of-nowhere"))


def test_the_shared_recordings_are_understood(shared_data: Path) -> None:
    folder = shared_data / "av" / "media"
    fox = probe(folder / "outfoxing_the_fox.mp3")
    assert fox.duration_seconds == pytest.approx(97.4, abs=0.1)
    said = embedded_metadata(fox)
    assert (str(said.title), said.creators, said.date_edtf) == ("Outfoxing the Fox", ("Kevin MacLeod",), "2017")
    assert not said.caption
    for name in ("rabbit320.mp4", "rabbit320.webm"):
        rabbit = probe(folder / name)
        assert rabbit.video is not None
        assert (rabbit.video.width, rabbit.duration_seconds) == (320, 7.8)
