"""What is said in recordings is found like what stands on pages, and leads to its second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.choices import AssetState, TranscriptSource
from archive.extract.transcripts import Cue
from archive.models import Recording
from archive.operations.edit_cues import CueText, change_cue, remove_cue
from archive.operations.manage_transcript import approve_transcript
from archive.operations.store_transcript import TranscriptOrder, store_transcript
from catalog.access import Audience, Standing
from catalog.models import Record, RecordAsset
from search.documents.records import RecordSource
from search.finding.find import find
from search.finding.types import Question
from search.indices import indices
from search.operations.sweep_index import sweep_index
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]
Speak = Callable[..., Record]
PUBLIC = Audience(Standing.PUBLIC, date(2026, 11, 26))
TALK = [
    (0, 4, "Assalomu alaykum, hurmatli tinglovchilar"),
    (65, 70, "Bojxona tamgʻasini qoʻrgʻoshindan quyardik"),
    (70, 76, "har kuni ertalab tarozini tekshirardik"),
    (872, 880, "Termiz bojxonasi bilan xayrlashdik"),
]


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def index_folder(search_engine: str, settings: Any) -> Path:
    """Run every test of this module on each engine."""
    return Path(settings.FONDS_INDEX)


@pytest.fixture
def speak(make_record: Maker) -> Speak:
    """Return a function that makes a record of a recording with a transcript."""

    def make(
        said: Sequence[tuple[int, int, str]] = TALK, *, order: TranscriptOrder | None = None, **fields: Any
    ) -> Record:
        record = make_record(kind="recording", **{"title_uz": "Suhbat", **fields})
        recording = Recording(
            title="suhbat", type="audio", state=AssetState.READY, media_type="audio/mpeg", duration=900
        )
        recording.file = ContentFile(f"sound {record.pid}".encode(), name="suhbat.mp3")
        recording.save()
        Recording.objects.filter(pk=recording.pk).update(state=AssetState.READY)
        RecordAsset.objects.create(record=record, recording=recording, sort_order=0)
        cues = [Cue(start * 1000, end * 1000, text) for start, end, text in said]
        store_transcript(recording_id=recording.pk, cues=cues, order=order or TranscriptOrder(language="uz-Latn"))
        return record

    return make


def test_a_spoken_word_is_found_in_another_script_with_its_second(drain: Drained, speak: Speak) -> None:
    record = speak()
    drain()
    answer = find(Question("тамға"), PUBLIC)
    assert [hit.record.pid for hit in answer.hits] == [record.pid]
    [passage] = answer.hits[0].passages
    assert (passage.start_ms, passage.page_number, passage.is_note) == (65_000, None, False)
    assert any(text.startswith("tamgʻa") and is_hit for text, is_hit in passage.segments)
    assert answer.pages_found == 0


def test_a_phrase_over_two_passages_is_found_where_it_begins(drain: Drained, speak: Speak) -> None:
    speak()
    drain()
    [passage] = find(Question('"quyardik har kuni"'), PUBLIC).hits[0].passages
    assert passage.start_ms == 65_000


def test_a_hit_leads_to_its_second_with_the_words_marked(client: Client, drain: Drained, speak: Speak) -> None:
    record = speak()
    drain()
    listed = client.get("/uz/search/", {"q": "xayrlashdik"})
    [hit] = listed.context["results"].hits
    [passage] = hit.passages
    assert passage.label == "14:32"
    address = urlsplit(passage.url)
    assert (address.path, address.fragment) == (f"/uz/record/{record.pid}/", "t=872")
    assert parse_qs(address.query)["q"] == ["xayrlashdik"]
    page = client.get(passage.url)
    text = page.content.decode()
    assert '<li id="t=872">' in text
    assert "<mark>xayrlashdik</mark>" in text
    assert page.context["player_json"]["hits"] == [872]
    assert page.context["player"]["total"] == 1


def test_a_hidden_recording_is_found_by_nobody_who_may_not_see_it(drain: Drained, speak: Speak) -> None:
    speak(access="staff")
    drain()
    assert find(Question("tamgʻa"), PUBLIC).total == 0
    assert find(Question("tamgʻa"), Audience(Standing.STAFF, date(2026, 11, 26))).total == 1


def test_what_is_said_in_a_shared_recording_is_not_found_through_its_more_open_record(
    drain: Drained, speak: Speak, make_record: Maker, client: Client
) -> None:
    strict = speak(access="accredited")
    recording = strict.record_assets.get().recording
    assert recording is not None
    opened = make_record(kind="recording", title_uz="Ochiq yozuv")
    RecordAsset.objects.create(record=opened, recording=recording, sort_order=0)
    drain()
    assert find(Question("tamgʻa"), PUBLIC).total == 0
    accredited = find(Question("tamgʻa"), Audience(Standing.ACCREDITED, date(2026, 11, 26)))
    assert [hit.record.pid for hit in accredited.hits] == [strict.pid]
    text = client.get(f"/uz/record/{opened.pid}/", {"q": "tamgʻa"}).content.decode()
    assert "qoʻrgʻoshindan" not in text
    assert "player" not in client.get(f"/uz/record/{opened.pid}/").context


def test_an_edited_passage_is_found_by_its_new_words_and_a_removed_one_no_more(drain: Drained, speak: Speak) -> None:
    record = speak()
    drain()
    recording = record.record_assets.get().recording
    assert recording is not None
    transcript = recording.transcripts.get()
    cue = transcript.cues.get(start_ms=65_000)
    change_cue(cue_id=cue.pk, seen=cue.text, said=CueText(66_000, 70_000, "Kumush muhr bosardik"))
    drain()
    assert find(Question("qoʻrgʻoshin"), PUBLIC).total == 0
    assert find(Question("kumush muhr"), PUBLIC).hits[0].passages[0].start_ms == 66_000
    remove_cue(cue_id=cue.pk)
    drain()
    assert find(Question("kumush"), PUBLIC).total == 0


def test_the_index_agrees_with_the_database_on_the_number_of_windows(drain: Drained, speak: Speak) -> None:
    record = speak([(at, at + 3, f"gap {at}") for at in range(0, 300, 3)])
    drain()
    [expected] = RecordSource().expected(record.pk - 1, 1)
    [projection] = RecordSource().project([record.pk])
    assert expected.units == len(projection.units)  # type: ignore[union-attr]
    assert expected.units > 5
    assert not sweep_index(indices(), repair=False).differences


def test_projecting_many_recordings_takes_as_many_queries_as_one(drain: Drained, speak: Speak) -> None:
    records = [speak() for _ in range(5)]

    def queries(keys: list[int]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            list(RecordSource().project(keys))
        return len(counted)

    assert queries([records[0].pk]) == queries([record.pk for record in records])


def test_find_on_the_command_line_tells_the_moment(drain: Drained, speak: Speak) -> None:
    speak()
    drain()
    said = StringIO()
    call_command("find", "xayrlashdik", stdout=said)
    assert "at 00:14:32: " in said.getvalue()


def test_a_machines_transcript_is_marked_until_a_person_approves_it(
    client: Client, drain: Drained, speak: Speak
) -> None:
    record = speak(order=TranscriptOrder(language="uz-Latn", source=TranscriptSource.MACHINE))
    address = f"/en/record/{record.pid}/"
    assert "Made by machine, not checked by a person." in client.get(address).content.decode()
    recording = record.record_assets.get().recording
    assert recording is not None
    approve_transcript(transcript_id=recording.transcripts.get().pk)
    assert "Made by machine" not in client.get(address).content.decode()


def test_a_text_without_times_is_found_and_leads_to_the_transcript(
    client: Client, drain: Drained, speak: Speak
) -> None:
    speak([(0, 0, "Vaqtsiz matn plomba haqida")], order=TranscriptOrder(language="uz-Latn", is_timed=False))
    drain()
    [hit] = client.get("/en/search/", {"q": "plomba"}).context["results"].hits
    assert (hit.passages[0].label, urlsplit(hit.passages[0].url).fragment) == ("Transcript", "transcript")
    assert "<mark>plomba</mark>" in client.get(hit.passages[0].url).content.decode()


def test_the_interface_for_programs_gives_the_second(client: Client, drain: Drained, speak: Speak) -> None:
    speak()
    drain()
    [hit] = client.get("/api/v1/search", {"q": "xayrlashdik"}).json()["hits"]
    [unit] = hit["units"]
    assert (unit["page"], unit["start_seconds"], unit["unit"]) == (None, 872.0, None)
    assert unit["address"].endswith("#t=872")


def test_the_page_offers_every_transcript_and_opens_the_readers_own(client: Client, speak: Speak) -> None:
    record = speak()
    recording = record.record_assets.get().recording
    assert recording is not None
    store_transcript(
        recording_id=recording.pk, cues=[Cue(0, 4_000, "Здравствуйте")], order=TranscriptOrder(language="ru")
    )
    page = client.get(f"/ru/record/{record.pid}/")
    player = page.context["player"]
    assert [(each.lang, each.is_current) for each in player["transcripts"]] == [("uz-Latn", False), ("ru", True)]
    assert [track["lang"] for track in player["tracks"]] == ["uz-Latn", "ru"]
    assert "Здравствуйте" in page.content.decode()


def test_the_page_of_a_long_transcript_is_bounded(client: Client, speak: Speak) -> None:
    record = speak([(at, at + 1, f"soʻz {at}") for at in range(4_100)])
    player = client.get(f"/en/record/{record.pid}/").context["player"]
    assert (len(player["cues"]), player["has_more"]) == (4_000, True)
