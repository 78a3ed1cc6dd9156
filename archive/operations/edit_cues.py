"""Change, add and remove passages of a transcript by hand, each noted with who did it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from archive.choices import CueAction
from archive.errors import CueChangedMeanwhile, CueRefused
from archive.extract.transcripts import LONGEST_PASSAGE
from archive.models import Cue, CueChange, Transcript
from archive.operations.settle_transcript import settle_transcript

if TYPE_CHECKING:
    from catalog.models import User

LATEST_MS = 2_000_000_000
NO_TEXT = gettext_noop("Write what is said, or remove the passage.")
TOO_LONG = gettext_noop("A passage has 10,000 characters at most. Divide it.")
BACKWARDS = gettext_noop("A passage ends after it starts.")
TOO_LATE = gettext_noop("This time is beyond any recording.")


@dataclass(frozen=True, slots=True)
class CueText:
    """What a person says a passage is; times in milliseconds."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""


def change_cue(*, cue_id: int, seen: str, said: CueText, user: User | None = None) -> Cue:
    """Change a passage; ``seen`` is the text it had when it was shown.

    Raises Cue.DoesNotExist, CueChangedMeanwhile, CueRefused.
    """
    said = _checked(said)
    with transaction.atomic():
        cue = _locked(cue_id)
        if " ".join(cue.text.split()) != " ".join(seen.split()):
            raise CueChangedMeanwhile(f"Passage {cue_id} was changed by somebody else.")
        before = _as_dict(cue)
        if before == asdict(said):
            return cue
        cue.start_ms, cue.end_ms, cue.text, cue.speaker = said.start_ms, said.end_ms, said.text, said.speaker
        # Times of single words belong to the words they were measured for.
        cue.words = cue.words if before["text"] == said.text else []
        cue.save()
        _note(cue.transcript, CueAction.CHANGED, user, before=before, after=asdict(said))
    cue.refresh_from_db()
    return cue


def add_cue(*, transcript_id: int, after: int, said: CueText, user: User | None = None) -> Cue:
    """Add a passage; in a transcript without times it follows the position ``after``.

    Raises Transcript.DoesNotExist, CueRefused.
    """
    said = _checked(said)
    with transaction.atomic():
        transcript = Transcript.objects.select_for_update().get(pk=transcript_id)
        cue = Cue.objects.create(transcript=transcript, position=max(0, after), **asdict(said))
        _note(transcript, CueAction.ADDED, user, after=asdict(said))
    cue.refresh_from_db()
    return cue


def remove_cue(*, cue_id: int, user: User | None = None) -> None:
    """Remove a passage; its text stays in the history. Raises Cue.DoesNotExist."""
    with transaction.atomic():
        cue = _locked(cue_id)
        before, transcript = _as_dict(cue), cue.transcript
        cue.delete()
        _note(transcript, CueAction.REMOVED, user, before=before)


def _locked(cue_id: int) -> Cue:
    transcript = Transcript.objects.select_for_update().filter(cues=cue_id).first()
    cue: Cue = Cue.objects.select_related("transcript").get(pk=cue_id, transcript=transcript)
    return cue


def _checked(said: CueText) -> CueText:
    text = "\n".join(line for each in said.text.replace("\x00", " ").splitlines() if (line := " ".join(each.split())))
    if not text:
        raise CueRefused("text", NO_TEXT)
    if len(text) > LONGEST_PASSAGE:
        raise CueRefused("text", TOO_LONG)
    if said.end_ms < said.start_ms:
        raise CueRefused("end", BACKWARDS)
    if said.start_ms < 0 or said.end_ms > LATEST_MS:
        raise CueRefused("end", TOO_LATE)
    return CueText(said.start_ms, said.end_ms, text, " ".join(said.speaker.split())[:100])


def _as_dict(cue: Cue) -> dict[str, str | int]:
    return asdict(CueText(cue.start_ms, cue.end_ms, cue.text, cue.speaker))


def _note(
    transcript: Transcript,
    action: CueAction,
    user: User | None,
    *,
    before: dict[str, str | int] | None = None,
    after: dict[str, str | int] | None = None,
) -> None:
    CueChange.objects.create(transcript=transcript, action=action, user=user, before=before or {}, after=after or {})
    settle_transcript(transcript)
