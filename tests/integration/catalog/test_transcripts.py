"""Staff add, edit and approve transcripts; files beside a recording come along with it."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from archive.choices import AssetState, TranscriptSource
from archive.extract.transcripts import Cue as PlainCue
from archive.models import AssetEvent, CueChange, Recording, Transcript
from archive.operations.edit_cues import CueText, add_cue, change_cue
from archive.operations.store_transcript import TranscriptOrder, store_transcript
from archive.specimens.recordings import make_film, make_sound
from catalog.kinds.recording.room import _coded
from catalog.models import Record, User

VTT = (
    b"WEBVTT\n\n00:01.000 --> 00:03.000\nBojxona xizmati haqida suhbatimizni boshlaymiz\n"
    b"\n00:03.000 --> 00:05.500\nMarhamat\n"
)


@pytest.fixture
def recording(db: None) -> Recording:
    made = Recording(title="Nutq", type="audio", media_type="audio/mpeg", state=AssetState.READY, duration=60)
    made.file = ContentFile(b"sound", name="nutq.mp3")
    made.save()
    return made


@pytest.fixture
def transcript(recording: Recording) -> Transcript:
    cues = [PlainCue(0, 2_000, "Bir"), PlainCue(2_000, 4_000, "Ikki"), PlainCue(4_000, 6_000, "Uch")]
    return store_transcript(recording_id=recording.pk, cues=cues, order=TranscriptOrder(language="uz-Latn"))


def texts(transcript: Transcript) -> list[str]:
    return list(transcript.cues.order_by("position").values_list("text", flat=True))


def test_a_file_is_uploaded_and_its_language_told(recording: Recording, staff: Client) -> None:
    sent = {"file": SimpleUploadedFile("nutq.vtt", VTT), "language": "", "kind": "transcript"}
    response = staff.post(reverse("catalog_add_transcript", args=[recording.pk]), sent)
    made = Transcript.objects.get()
    assert response["Location"] == reverse("catalog_transcript", args=[made.pk])
    assert (made.language, made.source, made.source_name) == ("uz-Latn", TranscriptSource.FILE, "nutq.vtt")
    assert [cue.start_ms for cue in made.cues.order_by("position")] == [1_000, 3_000]
    recording.refresh_from_db()
    assert recording.technical["languages"] == ["uz-Latn"]
    again = SimpleUploadedFile("other.vtt", VTT)
    staff.post(reverse("catalog_add_transcript", args=[recording.pk]), {**sent, "file": again})
    assert Transcript.objects.count() == 1


def test_a_broken_file_is_refused_with_its_line(recording: Recording, staff: Client) -> None:
    sent = {"file": SimpleUploadedFile("nutq.vtt", VTT + b"\nx --> y\nz"), "language": "ru", "kind": "transcript"}
    staff.post(reverse("catalog_add_transcript", args=[recording.pk]), sent)
    page = staff.get(f"/admin/files/recording/{recording.pk}/", headers={"Accept-Language": "en"})
    assert "nutq.vtt: " in page.content.decode()
    assert not Transcript.objects.exists()


def test_a_passage_is_changed_and_the_change_is_noted(transcript: Transcript, staff: Client) -> None:
    cue = transcript.cues.get(text="Ikki")
    sent = {"start": "0:02.5", "end": "3,75", "speaker": "Ali", "text": "Ikki  ming", "seen": "Ikki"}
    response = staff.post(reverse("catalog_edit_cue", args=[transcript.pk, cue.pk]), sent)
    assert response["Location"].endswith(f"#cue-{cue.pk}")
    cue.refresh_from_db()
    assert (cue.start_ms, cue.end_ms, cue.speaker, cue.text) == (2_500, 3_750, "Ali", "Ikki ming")
    change = CueChange.objects.get()
    assert (change.before["text"], change.after["text"]) == ("Ikki", "Ikki ming")
    assert change.user == User.objects.get(username="nodira")
    history = staff.get(reverse("catalog_transcript_history", args=[transcript.pk])).content.decode()
    assert "Ikki ming" in history
    assert "00:00:02.000–00:00:04.000" in history


@pytest.mark.parametrize(("language", "name"), [("uz", "ruscha"), ("ru", "русский"), ("en", "Russian")])
def test_languages_are_offered_and_listed_in_the_language_of_the_screen(
    language: str, name: str, recording: Recording, staff: Client, cataloguer: User
) -> None:
    UserProfile.objects.update_or_create(user=cataloguer, defaults={"preferred_language": language})
    store_transcript(recording_id=recording.pk, cues=[PlainCue(0, 2_000, "Раз")], order=TranscriptOrder(language="ru"))
    shown = staff.get(reverse("catalog_asset", args=["recording", recording.pk])).content.decode()
    assert f'<option value="ru">{name}</option>' in shown
    assert f">{name}</a>" in shown


@pytest.mark.parametrize(("language", "said"), [("en", "44.1 kHz"), ("ru", "44,1 кГц"), ("uz", "44,1 kGs")])
def test_how_sound_is_coded_is_said_in_the_language_of_the_page(language: str, said: str) -> None:
    stream = {"kind": "audio", "codec": "aac", "sample_rate_hz": 44_100, "channels": 2}
    with translation.override(language):
        fact = _coded(stream)
    assert fact is not None
    assert fact.value.startswith(f"AAC, {said}")


def test_two_people_do_not_overwrite_each_other(transcript: Transcript, staff: Client) -> None:
    cue = transcript.cues.get(text="Ikki")
    change_cue(cue_id=cue.pk, seen="Ikki", said=CueText(2_000, 4_000, "Boshqa"))
    sent = {"start": "2", "end": "4", "text": "Meniki", "seen": "Ikki"}
    page = staff.post(reverse("catalog_edit_cue", args=[transcript.pk, cue.pk]), sent)
    assert page.status_code == 422
    assert "Boshqa" in page.content.decode()
    assert "Meniki" in page.content.decode()
    cue.refresh_from_db()
    assert cue.text == "Boshqa"


@pytest.mark.parametrize(
    ("field", "value"), [("start", "soon"), ("end", "0:01"), ("text", "  "), ("text", "x" * 10_001)]
)
def test_what_makes_no_sense_is_told_and_what_was_typed_stays(
    field: str, value: str, transcript: Transcript, staff: Client
) -> None:
    cue = transcript.cues.get(text="Ikki")
    sent = {"start": "2", "end": "4", "text": "Yangi", "seen": "Ikki", field: value}
    page = staff.post(reverse("catalog_edit_cue", args=[transcript.pk, cue.pk]), sent)
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert texts(transcript) == ["Bir", "Ikki", "Uch"]


def test_a_passage_is_added_in_its_place_and_removed(transcript: Transcript, staff: Client) -> None:
    staff.post(
        reverse("catalog_new_cue", args=[transcript.pk]),
        {"start": "0:01", "end": "0:02", "text": "Bir yarim", "seen": ""},
    )
    assert texts(transcript) == ["Bir", "Bir yarim", "Ikki", "Uch"]
    assert list(transcript.cues.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4]
    cue = transcript.cues.get(text="Bir")
    staff.post(reverse("catalog_edit_cue", args=[transcript.pk, cue.pk]), {"remove": "1"})
    assert texts(transcript) == ["Bir yarim", "Ikki", "Uch"]
    assert CueChange.objects.filter(action="removed", before__text="Bir").exists()


def test_a_machines_transcript_is_approved_by_name(recording: Recording, staff: Client) -> None:
    order = TranscriptOrder(language="en", source=TranscriptSource.MACHINE, made_by="whisper tiny.en")
    made = store_transcript(recording_id=recording.pk, cues=[PlainCue(0, 1, "hello")], order=order)
    assert not made.is_checked
    staff.post(reverse("catalog_transcript_action", args=[made.pk]), {"action": "approve"})
    approved = Transcript.objects.get()
    assert approved.is_checked
    assert approved.approved_by == User.objects.get(username="nodira")
    assert AssetEvent.objects.filter(name="transcript_approved", asset_id=recording.pk).exists()


def test_only_who_may_change_records_comes_to_the_editor(transcript: Transcript, journalist: Client) -> None:
    cue = transcript.cues.first()
    assert cue is not None
    for address in (
        reverse("catalog_transcript", args=[transcript.pk]),
        reverse("catalog_transcript_history", args=[transcript.pk]),
        reverse("catalog_edit_cue", args=[transcript.pk, cue.pk]),
    ):
        assert [client.get(address).status_code for client in (Client(), journalist)] == [302, 302]


def test_a_long_transcript_is_edited_page_by_page_and_a_save_leads_back(recording: Recording, staff: Client) -> None:
    cues = [PlainCue(at * 1000, at * 1000 + 900, f"gap {at}") for at in range(120)]
    made = store_transcript(recording_id=recording.pk, cues=cues, order=TranscriptOrder(language="uz-Latn"))
    cue = made.cues.get(position=75)
    page = staff.get(reverse("catalog_transcript", args=[made.pk]), {"p": 2})
    assert page.content.decode().count("data-fonds-cues") == 1
    assert len(page.context["rows"]) == 50
    sent = {"start": "0:01:14", "end": "0:01:15", "text": "boshqa gap", "seen": cue.text}
    saved = staff.post(reverse("catalog_edit_cue", args=[made.pk, cue.pk]), sent)
    assert saved["Location"] == f"{reverse('catalog_transcript', args=[made.pk])}?p=2#cue-{cue.pk}"


def test_a_text_without_times_keeps_its_order(recording: Recording) -> None:
    order = TranscriptOrder(language="uz-Latn", is_timed=False)
    made = store_transcript(
        recording_id=recording.pk, cues=[PlainCue(0, 0, "Bir"), PlainCue(0, 0, "Ikki")], order=order
    )
    add_cue(transcript_id=made.pk, after=3, said=CueText(0, 0, "Uch"))
    assert texts(made) == ["Bir", "Ikki", "Uch"]


def test_transcripts_beside_a_recording_are_taken_in_with_it(
    db: None, tmp_path: Path, settings: Any, run_tasks: Callable[[], None]
) -> None:
    folder = tmp_path / "yozuvlar"
    folder.mkdir()
    make_film(folder / "suhbat.mp4", 2, tags={"title": "Suhbat"})
    (folder / "suhbat.ru.srt").write_text("1\n00:00:00,000 --> 00:00:02,000\nТаможня даёт добро\n")
    (folder / "suhbat.uz.vtt").write_bytes(VTT)
    (folder / "suhbat.en.vtt").write_text("WEBVTT\n\nnonsense\n")
    make_sound(folder / "yolgiz.mp3", 2)
    said, totals = StringIO(), StringIO()
    call_command("ingest", str(folder), stdout=said, stderr=totals)
    assert "attached 2" in totals.getvalue()
    assert "ingested 2" in totals.getvalue()
    assert "refused: transcript_unreadable 1" in totals.getvalue()
    assert "Line 3 has text without a time" in said.getvalue()
    found = {each.language: each.cues.count() for each in Transcript.objects.all()}
    assert found == {"ru": 1, "uz-Latn": 2}
    assert {each.recording.original_name for each in Transcript.objects.all()} == {"suhbat.mp4"}
    record = Record.objects.get(record_assets__recording__original_name="suhbat.mp4")
    assert sorted(record.languages) == ["ru", "uz-Latn"]


def test_a_transcript_that_comes_later_is_attached_to_the_recording_already_held(db: None, tmp_path: Path) -> None:
    make_sound(tmp_path / "nutq.mp3", 2)
    call_command("ingest", str(tmp_path), stdout=StringIO(), stderr=StringIO())
    (tmp_path / "nutq.vtt").write_bytes(VTT)
    said = StringIO()
    call_command("ingest", str(tmp_path), stdout=said, stderr=StringIO())
    assert Transcript.objects.count() == 1
    assert Recording.objects.count() == 1
    assert "kept with the recording nutq.mp3" in said.getvalue()
