"""Transcripts are read as players read them, and broken ones are refused with the line that is wrong."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest

from archive.extract.transcripts import (
    Cue,
    TranscriptError,
    as_srt,
    as_text,
    as_vtt,
    read_transcript,
    windows_of,
)

BROKEN = {
    "subtitles/empty.vtt": "The first line must be WEBVTT",
    "subtitles/invalid.vtt": "The first line must be WEBVTT",
    "subtitles/invalid_timeframe.vtt": "Line 6 has no proper time",
    "subtitles/missing_timeframe.vtt": "Line 6 has text without a time",
    "subtitles/no_captions.vtt": "no text",
    "subtitles/invalid_format2.srt": "Line 1 has text without a time",
    "subtitles/missing_timeframe.srt": "Line 5 has text without a time",
    "subtitles/sample.sbv": "VTT, SRT or TXT",
    "webvtt/file_parsing/arrows.vtt": "Line 3 has no proper time",
    "webvtt/file_parsing/timings_60.vtt": "Line 3 has no proper time",
    "webvtt/file_parsing/timings_eof.vtt": "Line 3 has no proper time",
    "webvtt/file_parsing/timings_garbage.vtt": "Line 3 has no proper time",
    "webvtt/file_parsing/timings_negative.vtt": "Line 6 ends before it starts",
    "webvtt/file_parsing/timings_too_long.vtt": "Line 6 has no proper time",
    "webvtt/file_parsing/signature_bom.vtt": "no text",
}
WHOLE = {
    "subtitles/captions_with_bom.vtt": 4,
    "subtitles/comments.vtt": 3,
    "subtitles/cue_tags.vtt": 3,
    "subtitles/metadata_headers_multiline.vtt": 2,
    "subtitles/missing_caption_text.vtt": 4,
    "subtitles/sample.srt": 5,
    "subtitles/sample.vtt": 16,
    "subtitles/styles.vtt": 1,
    "subtitles/using_identifiers.vtt": 6,
    "media/subtitles_en.vtt": 3,
    "webvtt/file_parsing/header_garbage.vtt": 1,
    "webvtt/file_parsing/header_timings.vtt": 1,
    "webvtt/file_parsing/ids.vtt": 5,
    "webvtt/file_parsing/newlines.vtt": 4,
    "webvtt/file_parsing/regions_lines.vtt": 13,
    "webvtt/file_parsing/settings_line.vtt": 46,
    "webvtt/file_parsing/timings_omitted_hours.vtt": 3,
    "webvtt/file_parsing/whitespace_chars.vtt": 4,
}


def read(text: str, suffix: str = ".vtt") -> tuple[Cue, ...]:
    return read_transcript(text.encode(), suffix).cues


@pytest.mark.shared_data
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_line(name: str, shared_data: Path) -> None:
    path = shared_data / "av" / name
    with pytest.raises(TranscriptError, match=re.escape(BROKEN[name])):
        read_transcript(path.read_bytes(), path.suffix)


@pytest.mark.shared_data
@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_gives_all_its_passages(name: str, shared_data: Path) -> None:
    path = shared_data / "av" / name
    found = read_transcript(path.read_bytes(), path.suffix)
    assert len(found.cues) == WHOLE[name]
    assert all(cue.text and cue.end_ms >= cue.start_ms for cue in found.cues)


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["entities", "timestamps", "tree_building"])
def test_the_text_of_a_passage_is_what_the_working_group_expects(name: str, shared_data: Path) -> None:
    folder = shared_data / "av" / "webvtt" / "cue_parsing"
    expected = []
    for case in json.loads((folder / f"{name}.json").read_text()):
        words = "".join(re.findall(r'^\|\s+"(.*)"$', case["expectedTree"], re.M))
        expected.append(" ".join(words.replace("\u00a0", " ").split()))
    found = [cue.text for cue in read_transcript((folder / f"{name}.vtt").read_bytes(), ".vtt").cues]
    assert found == [text for text in expected if text]


def test_a_voice_is_the_speaker_and_tags_are_left_out() -> None:
    spoken = "<v.loud Yoʻldosh Karimov>Bojxona <i>tamgʻasi</i> &amp; plomba</v>"
    [cue] = read(f"WEBVTT\n\n00:01.000 --> 00:02.500 align:end\n{spoken}\n")
    assert cue == Cue(1000, 2500, "Bojxona tamgʻasi & plomba", "Yoʻldosh Karimov")


def test_the_language_of_the_header_is_kept() -> None:
    assert (
        read_transcript(b"WEBVTT\nKind: captions\nLanguage: ru\n\n00:01.000 --> 00:02.000\nx", ".vtt").language == "ru"
    )


def test_srt_in_the_old_windows_letters_is_read() -> None:
    text = "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<i>Таможня</i> даёт добро\r\n\r\n"
    [cue] = read_transcript(text.encode("cp1251"), ".srt").cues
    assert cue.text == "Таможня даёт добро"
    with pytest.raises(TranscriptError, match="Line 4 is not UTF-8"):
        read_transcript("WEBVTT\n\n00:01.000 --> 00:02.000\nТаможня".encode("cp1251"), ".vtt")


def test_plain_paragraphs_have_no_times_and_stamped_ones_last_until_the_next() -> None:
    plain = read_transcript(b"Birinchi xat\nboshi.\n\nIkkinchi xat.", ".txt")
    assert not plain.is_timed
    assert [cue.text for cue in plain.cues] == ["Birinchi xat boshi.", "Ikkinchi xat."]
    stamped = read_transcript(b"[00:05] Salom.\n[1:02:03] Xayr.", ".txt")
    assert stamped.is_timed
    assert stamped.cues == (Cue(5_000, 3_723_000, "Salom."), Cue(3_723_000, 3_733_000, "Xayr."))
    with pytest.raises(TranscriptError, match="before that of the paragraph above"):
        read_transcript(b"[00:05] Salom.\n[00:04] Xayr.", ".txt")


def test_what_is_written_is_read_back() -> None:
    cues = (Cue(0, 1_500, "Bir & <ikki>\nuch --> toʻrt", "Ali"), Cue(3_600_000, 3_601_001, "Besh"))
    assert read("".join(as_vtt(cues))) == cues
    assert [cue.text for cue in read("".join(as_srt(cues)), ".srt")] == ["Bir & <ikki>\nuch → toʻrt", "Besh"]
    assert "".join(as_text(cues, is_timed=True)).startswith(
        "[00:00:00] Ali: Bir & <ikki> uch --> toʻrt\n\n[01:00:00] Besh"
    )


def test_windows_are_20_to_40_seconds_of_whole_passages() -> None:
    cues = [Cue(at * 3_000, at * 3_000 + 2_800, f"gap {at}") for at in range(100)]
    windows = windows_of(cues, is_timed=True)
    assert [window.first for window in windows[1:]] == [window.last + 1 for window in windows[:-1]]
    assert windows[-1].last == 100
    assert all(20_000 <= window.end_ms - window.start_ms <= 40_000 for window in windows[:-1])


def test_a_long_passage_is_a_window_by_itself_and_a_pause_ends_one() -> None:
    cues = [Cue(0, 5_000, "a"), Cue(5_000, 70_000, "b"), Cue(70_000, 72_000, "c"), Cue(200_000, 201_000, "d")]
    assert [(each.first, each.last) for each in windows_of(cues, is_timed=True)] == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_a_text_without_times_is_cut_by_its_length() -> None:
    cues = [Cue(0, 0, "x" * 150) for _ in range(10)]
    assert [(each.first, each.last) for each in windows_of(cues, is_timed=False)] == [(1, 3), (4, 6), (7, 9), (10, 10)]
    assert windows_of([], is_timed=True) == []


@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".txt"])
def test_no_bytes_make_the_reader_fall_over(suffix: str) -> None:
    pieces = [
        b"WEBVTT\n\n",
        b"-->",
        b"00:00:01.000 --> 00:00:02.000\n",
        b"\xff\xfe",
        b"\x00",
        b"1\n",
        b"<v ",
        b"&#x110000;",
        b"\r\r\n",
    ]
    for place in range(300):
        content = b"".join(pieces[(place * step + step) % len(pieces)] for step in (1, 3, 5, 7, 2))
        with suppress(TranscriptError):
            assert read_transcript(content, suffix).cues
