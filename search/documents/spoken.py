"""Project what is said in recordings: windows of transcripts, each a unit with its time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import Sum

from archive.extract.transcripts import Window, windows_of
from archive.models import Cue, Transcript
from catalog.models import RecordAsset
from search.analysis import FieldForms
from search.documents.record import opening_of
from search.documents.shared import closed_recordings
from search.documents.unit_ids import spoken_unit_id
from search.documents.units import shared_keywords
from search.engines.schema import IndexDocument
from search.indices import analyzer

if TYPE_CHECKING:
    from catalog.models import Record

CHUNK = 2_000
WINDOWS_A_PAGE = 6
"""About as many windows of a transcript hold the words of one page."""
SURE_PCT, UNCHECKED_PCT = 100, 60


@dataclass(frozen=True, slots=True)
class SpokenText:
    """A window of a transcript, analyzed."""

    recording_id: int
    transcript: Transcript
    window: Window
    forms: FieldForms


def windows_by_recording(recording_ids: Collection[int]) -> dict[int, list[SpokenText]]:
    """Return the analyzed windows of all transcripts of recordings, in two queries however many there are."""
    if not recording_ids:
        return {}
    transcripts = {each.pk: each for each in Transcript.objects.filter(recording__in=recording_ids).order_by("pk")}
    rows = Cue.objects.filter(transcript__in=transcripts).order_by("transcript_id", "position").defer("words")
    found: dict[int, list[SpokenText]] = {}
    for key, cues in groupby(rows.iterator(chunk_size=CHUNK), attrgetter("transcript_id")):
        transcript = transcripts[key]
        found.setdefault(transcript.recording_id, []).extend(_windows(transcript, list(cues)))
    return found


def _windows(transcript: Transcript, cues: list[Cue]) -> list[SpokenText]:
    languages = (transcript.language,) if transcript.language else ()
    windows = windows_of([cue.plain for cue in cues], is_timed=transcript.is_timed)
    return [
        SpokenText(
            transcript.recording_id,
            transcript,
            window,
            analyzer().field(" ".join(cue.text for cue in cues[window.first - 1 : window.last]), languages),
        )
        for window in windows
    ]


def spoken_units(record: Record, record_id: str, texts: Sequence[SpokenText]) -> list[IndexDocument]:
    """Return the units of what is said; they have times and no order, which is that of pages."""
    shared, opening = shared_keywords(record, record_id), opening_of(record)
    return [
        IndexDocument(
            id=spoken_unit_id(record_id, text.transcript.pk, text.window.first, text.window.last),
            version=record.version,
            texts={"text": text.forms},
            keywords={
                **shared,
                "language": (text.transcript.language,) if text.transcript.language else (),
                "asset": (f"recording:{text.recording_id}",),
            },
            numbers={
                **opening,
                "start_ms": text.window.start_ms,
                "end_ms": text.window.end_ms,
                "quality": SURE_PCT if text.transcript.is_checked else UNCHECKED_PCT,
            },
        )
        for text in texts
    ]


def spoken_counts(record_ids: Collection[int]) -> dict[int, int]:
    """Return the number of windows that the index should hold of each record."""
    shown = list(
        RecordAsset.objects.filter(record__in=record_ids, recording__isnull=False).values_list("record", "recording")
    )
    if not shown:
        return {}
    rows = Transcript.objects.filter(recording__in={recording for _record, recording in shown}).order_by()
    counted = dict(rows.values_list("recording").annotate(Sum("window_count")))
    closed = closed_recordings(record_ids)
    totals: dict[int, int] = {}
    for record, recording in shown:
        if (record, recording) not in closed:
            totals[record] = totals.get(record, 0) + (counted.get(recording) or 0)
    return totals


def spoken_weights(record_ids: Collection[int]) -> dict[int, int]:
    """Return for each record with transcripts as how many pages its windows count in a batch."""
    rows = RecordAsset.objects.filter(record__in=record_ids, recording__isnull=False).order_by()
    sums = rows.values_list("record").annotate(Sum("recording__transcripts__window_count"))
    return {record: -(-(total or 0) // WINDOWS_A_PAGE) for record, total in sums}
