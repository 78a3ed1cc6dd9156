"""Which files beside a recording count as its transcripts."""

from __future__ import annotations

from pathlib import Path

from archive.ingest.sidecars import transcripts_beside


def test_transcripts_are_known_by_name_language_and_suffix(tmp_path: Path) -> None:
    recording = tmp_path / "nutq.mp4"
    for name in ("nutq.mp4", "nutq.uz.vtt", "nutq.ru.SRT", "nutq.txt", "boshqa.vtt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = {(sidecar.path.name, sidecar.language) for sidecar in transcripts_beside(recording)}
    assert {("nutq.uz.vtt", "uz"), ("nutq.ru.SRT", "ru"), ("nutq.txt", "")} == found


def test_a_link_beside_a_recording_is_passed_over(tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere.vtt"
    secret.write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nSecret\n", encoding="utf-8")
    recording = tmp_path / "nutq.mp4"
    recording.write_bytes(b"")
    (tmp_path / "nutq.uz.vtt").symlink_to(secret)
    assert list(transcripts_beside(recording)) == []
