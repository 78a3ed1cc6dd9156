"""What belongs to a recording leaves only to those who may see it, in ranges as players ask for them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from archive.choices import AssetState
from archive.extract.transcripts import Cue
from archive.models import Recording
from archive.operations.store_transcript import TranscriptOrder, store_transcript
from archive.renditions import POSTER_SIZES
from catalog.models import Record, RecordAsset
from tests.integration.catalog.conftest import MakeRecord
from tests.integration.catalog.test_door import CASES, body, fields_of

SOUND = bytes(place % 251 for place in range(5_000))
Tie = Callable[[Record, Any], RecordAsset]


@pytest.fixture
def recording(db: None) -> Recording:
    """Return a film with all that is made of one, described by no record."""
    made = Recording(title="Nutq", type="video", media_type="video/mp4", state=AssetState.READY, duration=60)
    made.original_name, made.technical = "Нутқ.mp4", {"metadata": {}}
    made.file = ContentFile(b"original" * 100, name="nutq.mp4")
    made.save()
    folder = made.folder
    default_storage.save(f"{folder}/ab-copy.mp4", ContentFile(SOUND))
    default_storage.save(f"{folder}/ab-waveform.json", ContentFile(b'{"duration": 60, "peaks": [1, 2]}'))
    for size in POSTER_SIZES:
        default_storage.save(f"{folder}/ab-poster-{size}.jpg", ContentFile(b"\xff\xd8 picture"))
    Recording.objects.filter(pk=made.pk).update(
        proxy_name=f"{folder}/ab-copy.mp4", proxy_type="video/mp4", proxy_bytes=len(SOUND),
        waveform_name=f"{folder}/ab-waveform.json", poster_name=f"{folder}/ab-poster",
    )  # fmt: skip
    cues = [Cue(0, 2_000, "Bojxona & <chegara>", "Vazir"), Cue(2_000, 4_500, "Ikkinchi\nsatr --> bu")]
    store_transcript(recording_id=made.pk, cues=cues, order=TranscriptOrder(language="uz-Latn"))
    made.refresh_from_db()
    return made


def addresses(recording: Recording) -> list[str]:
    """Return every address at which a recording gives out bytes or text."""
    transcript = recording.transcripts.get()
    return [
        reverse("asset-original", args=["recording", recording.uid]),
        reverse("recording-copy", args=[recording.uid]),
        reverse("recording-waveform", args=[recording.uid]),
        *(reverse("recording-poster", args=[recording.uid, size]) for size in POSTER_SIZES),
        *(
            reverse("recording-transcript", args=[recording.uid, transcript.pk, shape])
            for shape in ("vtt", "srt", "txt")
        ),
        recording.file.url,
    ]


@pytest.mark.parametrize("case", CASES)
def test_every_address_of_a_recording_follows_the_access_of_the_record(
    case: str, make_record: MakeRecord, tie: Tie, recording: Recording, staff: Client, journalist: Client
) -> None:
    given, allowed = CASES[case]
    tie(make_record(kind="recording", **fields_of(given)), recording)
    people = {"public": Client(), "accredited": journalist, "staff": staff}
    for address, (who, client) in itertools.product(addresses(recording), people.items()):
        response = client.get(address)
        assert response.status_code == (200 if who in allowed else 404), (case, who, address)
        if who in allowed:
            assert body(response)


def test_a_recording_without_a_record_is_the_staffs_alone(
    recording: Recording, staff: Client, journalist: Client
) -> None:
    for address in addresses(recording):
        assert [client.get(address).status_code for client in (Client(), journalist, staff)] == [404, 404, 200], address


@pytest.fixture
def public(recording: Recording, make_record: MakeRecord, tie: Tie) -> Recording:
    tie(make_record(kind="recording", access="public"), recording)
    return recording


def test_a_player_gets_the_stretch_it_asks_for_and_the_type_it_plays(public: Recording) -> None:
    response = Client().get(reverse("recording-copy", args=[public.uid]), headers={"Range": "bytes=1000-1999"})
    assert (response.status_code, response["Content-Type"]) == (206, "video/mp4")
    assert body(response) == SOUND[1000:2000]
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Disposition"].startswith("inline")


def test_what_is_not_made_yet_is_not_there(public: Recording) -> None:
    Recording.objects.update(proxy_name="", waveform_name="", poster_name="")
    for name, *extra in (("recording-copy",), ("recording-waveform",), ("recording-poster", "thumb")):
        assert Client().get(reverse(name, args=[public.uid, *extra])).status_code == 404


def test_a_file_in_the_folder_that_the_recording_does_not_name_is_not_served(public: Recording, staff: Client) -> None:
    default_storage.save(f"{public.folder}/cd-copy.mp4", ContentFile(b"half"))
    assert staff.get(f"/files/{public.folder}/cd-copy.mp4").status_code == 404
    assert staff.get(reverse("recording-poster", args=[public.uid, "enormous"])).status_code == 404


def test_subtitles_are_webvtt_that_no_text_can_break(public: Recording) -> None:
    transcript = public.transcripts.get()
    response = Client().get(reverse("recording-transcript", args=[public.uid, transcript.pk, "vtt"]))
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert response.content.decode() == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<v Vazir>Bojxona &amp; &lt;chegara&gt;\n"
        "\n00:00:02.000 --> 00:00:04.500\nIkkinchi\nsatr --&gt; bu\n"
    )


def test_a_transcript_of_another_recording_is_not_given_out_under_this_one(public: Recording, tmp_path: Path) -> None:
    other = Recording(title="Boshqa", type="audio", state=AssetState.READY)
    other.file = ContentFile(b"other", name="other.mp3")
    other.save()
    hidden = store_transcript(recording_id=other.pk, cues=[Cue(0, 1, "sir")], order=TranscriptOrder(language="uz-Latn"))
    for shape in ("vtt", "srt", "txt", "exe"):
        address = reverse("recording-transcript", args=[public.uid, hidden.pk, shape])
        assert Client().get(address).status_code == 404


def test_a_text_without_times_is_no_subtitle(public: Recording) -> None:
    order = TranscriptOrder(language="uz-Latn", is_timed=False)
    plain = store_transcript(recording_id=public.pk, cues=[Cue(0, 0, "Matn")], order=order)
    shapes = {
        shape: Client().get(reverse("recording-transcript", args=[public.uid, plain.pk, shape])).status_code
        for shape in ("vtt", "srt", "txt")
    }
    assert shapes == {"vtt": 404, "srt": 404, "txt": 200}
