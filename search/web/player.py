"""Make what the page of a recording shows: the player, its transcript with found words, chapters, links to moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from archive.choices import AssetState, TranscriptKind
from archive.models import Cue, Recording, Transcript
from archive.queries import cues_of, preparation_of, transcripts_of
from catalog.access import Audience
from catalog.choices import content_language
from catalog.delivery import may_have_deposited
from catalog.kinds.recording.room import clock
from catalog.models import Record
from catalog.templatetags.spelling import spelled
from catalog.vocabulary.languages import label as language_name
from search.finding.labels import lookup_for
from search.finding.reading import read_query, unit_tree
from search.finding.spoken import MarkedCue, marked_cues
from search.indices import analyzer
from search.matching import Matcher
from search.web.about import citation
from search.web.labels import Switches, page_language
from search.web.state import LONGEST_QUERY, positive, with_query

MOST_CUES = 4_000
"""Passages shown on one page; a longer transcript is there as text."""
PLAYABLE = frozenset({"audio/mpeg", "audio/mp4", "audio/ogg", "audio/flac", "audio/wav", "audio/webm", "audio/aac",
                      "video/mp4", "video/webm", "video/ogg"})  # fmt: skip
MOMENT, ADDRESS = "{moment}", "{address}"
"""Places that the page's script fills as the player moves."""


@dataclass(frozen=True, slots=True)
class ShownCue:
    """One passage: its second and name of the moment, and its text in pieces, hits marked; ``anchor`` once a second."""

    second: int | None
    anchor: str
    clock: str
    speaker: str
    segments: tuple[tuple[str, bool], ...]
    is_hit: bool


@dataclass(frozen=True, slots=True)
class ShownTranscript:
    """A transcript to choose, and how it is downloaded."""

    key: int
    label: str
    lang: str
    url: str
    is_current: bool
    is_checked: bool
    text_url: str
    subtitle_urls: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of the player."""

    query: str
    switches: Switches
    part: int
    transcript: int


def asked_of(request: HttpRequest) -> Asked:
    """Return what an address asks; nothing in it raises."""
    given = request.GET
    query = given.get("q", "")[:LONGEST_QUERY].replace("\x00", " ").strip()
    switches = Switches(given.get("exact") == "1", given.get("translated") != "0")
    return Asked(query, switches, positive(given.get("part", ""), 1), positive(given.get("transcript", ""), 0))


def player(record: Record, recordings: Sequence[Recording], request: HttpRequest, audience: Audience) -> dict[str, Any]:
    """Return ``player`` and ``player_json`` for the template."""
    asked = asked_of(request)
    transcripts = transcripts_of([recording.pk for recording in recordings])
    number = _part(recordings, transcripts, asked)
    recording = recordings[number - 1]
    own = transcripts.get(recording.pk, [])
    current = _current(own, asked.transcript)
    matcher = _matcher(asked, audience) if asked.query and current else None
    cues, total = marked_cues(list(cues_of(current.pk)[:MOST_CUES]) if current else [], matcher)
    permalink = request.build_absolute_uri(with_query(record.permalink_path, _part_pairs(number)))
    shown = {
        **_media(recording, audience),
        "number": number,
        "count": len(recordings),
        "parts": [
            (place, place == number, with_query(record.get_absolute_url(), [("part", place)]))
            for place in range(1, len(recordings) + 1)
        ],
        "tracks": [_track(recording, each, current) for each in own if each.is_timed],
        "chapters": _chapters(recording),
        "transcripts": [_transcript(record, recording, each, current, asked) for each in own],
        "transcript": current,
        "lang": current.language if current else "",
        "is_unchecked": current is not None and not current.is_checked,
        "has_more": current is not None and len(cues) == MOST_CUES,
        "cues": _shown_cues(cues),
        "query": asked.query,
        "total": total,
        "search_action": record.get_absolute_url(),
    }
    data = {
        "duration": recording.duration,
        "waveform": shown["waveform_url"],
        "hits": [each.cue.start_ms / 1000 for each in cues if each.is_hit and current and current.is_timed],
        "chapters": [chapter["start"] for chapter in shown["chapters"]],
        "permalink": permalink,
        "citation": citation(record, ADDRESS),
        "moment_citation": citation(record, ADDRESS, moment=MOMENT),
    }
    return {"player": shown, "player_json": data}


def _part_pairs(number: int) -> list[tuple[str, object]]:
    return [("part", number)] if number > 1 else []


def _part(recordings: Sequence[Recording], transcripts: dict[int, list[Transcript]], asked: Asked) -> int:
    """Return which recording of the record is shown: that of the transcript asked for, else the one asked for."""
    for number, recording in enumerate(recordings, start=1):
        if any(each.pk == asked.transcript for each in transcripts.get(recording.pk, [])):
            return number
    return min(asked.part, len(recordings))


def _current(transcripts: Sequence[Transcript], key: int) -> Transcript | None:
    """Return the transcript asked for, else one in the reader's language, else the first."""
    wanted = content_language()
    ranked = sorted(
        transcripts,
        key=lambda each: (each.pk != key, each.language.split("-")[0] != wanted, not each.is_timed, each.pk),
    )
    return ranked[0] if ranked else None


def _matcher(asked: Asked, audience: Audience) -> Matcher:
    lookup = lookup_for(audience) if asked.switches.translated else None
    reading = read_query(asked.query, exactly=asked.switches.exactly, lookup=lookup)
    return Matcher(unit_tree(reading), analyzer())


def _media(recording: Recording, audience: Audience) -> dict[str, Any]:
    """Return what the player plays: the copy, else an original browsers know and one may have, else its course."""
    sources = []
    if recording.proxy_name:
        sources.append((reverse("recording-copy", args=[recording.uid]), recording.proxy_type))
    if recording.media_type in PLAYABLE and may_have_deposited(audience, recording):
        sources.append((reverse("asset-original", args=[recording.kind, recording.uid]), recording.media_type))
    job = None if recording.proxy_name else preparation_of(recording.pk)
    return {
        "is_film": recording.is_film,
        "sources": sources,
        "poster_url": reverse("recording-poster", args=[recording.uid, "medium"]) if recording.poster_name else "",
        "waveform_url": reverse("recording-waveform", args=[recording.uid]) if recording.waveform_name else "",
        "width": recording.width or 16,
        "height": recording.height or 9,
        "length": clock(recording.duration),
        "is_failed": recording.state == AssetState.FAILED,
        "is_waiting": job is not None and job.state in {AssetState.WAITING, AssetState.WORKING},
        "progress_pct": job.progress_pct if job else 0,
    }


def _language(tag: str) -> str:
    return str(spelled(language_name(tag, page_language()))) if tag else gettext("Language not known")


def _name(transcript: Transcript) -> str:
    name = _language(transcript.language)
    if transcript.kind == TranscriptKind.TRANSLATION:
        name = gettext("%(language)s, translation") % {"language": name}
    return name


def _track(recording: Recording, transcript: Transcript, current: Transcript | None) -> dict[str, Any]:
    return {
        "url": reverse("recording-transcript", args=[recording.uid, transcript.pk, "vtt"]),
        "lang": transcript.language or "und",
        "label": _name(transcript),
        "is_default": recording.is_film and current is not None and transcript.pk == current.pk,
    }


def _chapters(recording: Recording) -> list[dict[str, Any]]:
    said = (recording.technical.get("recording") or {}).get("chapters") or []
    return [
        {
            "start": each["start_seconds"],
            "second": int(each["start_seconds"]),
            "clock": clock(each["start_seconds"]),
            "title": each["title"] or gettext("Chapter %(number)s") % {"number": number},
        }
        for number, each in enumerate(said, start=1)
    ]


def _transcript(
    record: Record, recording: Recording, transcript: Transcript, current: Transcript | None, asked: Asked
) -> ShownTranscript:
    pairs: list[tuple[str, object]] = [("q", asked.query), *asked.switches.pairs()] if asked.query else []
    return ShownTranscript(
        key=transcript.pk,
        label=_name(transcript),
        lang=transcript.language,
        url=f"{with_query(record.get_absolute_url(), [*pairs, ('transcript', transcript.pk)])}#transcript",
        is_current=current is not None and transcript.pk == current.pk,
        is_checked=transcript.is_checked,
        text_url=reverse("recording-transcript", args=[recording.uid, transcript.pk, "txt"]),
        subtitle_urls=tuple(
            (shape.upper(), reverse("recording-transcript", args=[recording.uid, transcript.pk, shape]))
            for shape in (("vtt", "srt") if transcript.is_timed else ())
        ),
    )


def _shown_cues(cues: Sequence[MarkedCue]) -> list[ShownCue]:
    shown = []
    last = -1
    for each in cues:
        second = _second(each.cue)
        is_first = second is not None and second != last
        anchor = f"t={second}" if is_first else ""
        last = last if second is None else second
        shown.append(
            ShownCue(
                second, anchor, "" if second is None else clock(second), each.cue.speaker, each.segments, each.is_hit
            )
        )
    return shown


def _second(cue: Cue) -> int | None:
    """Return the second a passage begins in; None where its transcript has no times."""
    return cue.start_ms // 1000 if cue.end_ms else None
