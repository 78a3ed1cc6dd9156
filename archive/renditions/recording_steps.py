"""Do the steps of preparing a recording, each with its files under names of their own."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_noop

from archive.choices import PreparationStep
from archive.extract.av import RecordingUnreadable, choose_poster, convert, measure_waveform, poster_at, probe
from archive.extract.av.converting import FILM_TYPE, copy_type
from archive.limits import av_limits
from archive.models import Preparation
from archive.renditions.posters import POSTER_MARK, store_poster

SHARES = {PreparationStep.POSTER.value: 2, PreparationStep.WAVEFORM.value: 10, PreparationStep.PROXY.value: 88}
"""Percent of the whole that each step counts for."""
Tell = Callable[[float], None]
NOTHING_PLAYED = gettext_noop("Nothing in this recording could be played; it is damaged.")


class Superseded(Exception):
    """Raised when the recording is gone, or its preparation belongs to somebody else now."""


class Steps:
    """The work on one recording, in a folder of its own that an earlier, killed process may have left behind."""

    def __init__(self, job: Preparation, path: Path) -> None:
        self.recording = job.recording
        self.path = path
        self.limits = av_limits()
        self.facts = probe(path, self.limits)
        self.played_seconds = 0.0
        self.folder = Path(settings.FONDS_DATA) / "media" / self.recording.uid.hex

    def __enter__(self) -> Self:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def fresh_name(self, what: str) -> str:
        """Return a storage name that nothing had before."""
        return f"{self.recording.folder}/{secrets.token_hex(6)}-{what}"

    def poster(self, _tell: Tell) -> dict[str, Any]:
        """Store the picture of the second a person chose, else one that shows something."""
        found = self._chosen() or choose_poster(self.path, self.facts, self.limits)
        if found is None:
            return {"poster_name": ""}
        name = self.fresh_name(POSTER_MARK.removeprefix("-"))
        store_poster(name, found[1])
        return {"poster_name": name}

    def _chosen(self) -> tuple[float, Any] | None:
        second = self.recording.poster_second
        if second is None or self.facts.video is None:
            return None
        try:
            return second, poster_at(self.path, second, self.limits)
        except RecordingUnreadable:
            return None

    def waveform(self, tell: Tell) -> dict[str, Any]:
        """Store the peaks of the sound as JSON."""
        if self.facts.audio is None:
            return {"waveform_name": ""}
        found = measure_waveform(self.path, tell, self.limits)
        self.played_seconds = found.duration_seconds
        packed = json.dumps({"duration": found.duration_seconds, "peaks": found.peaks}, separators=(",", ":"))
        name = self.fresh_name("waveform.json")
        default_storage.save(name, ContentFile(packed.encode()))
        return {"waveform_name": name}

    def proxy(self, tell: Tell) -> dict[str, Any]:
        """Store the copy that plays everywhere."""
        media_type = copy_type(self.facts)
        target = self.folder / f"copy{'.mp4' if media_type == FILM_TYPE else '.mp3'}"
        convert(self.path, target, self.facts, tell, self.limits)
        self.played_seconds = probe(target, self.limits).duration_seconds if target.stat().st_size else 0.0
        if not self.played_seconds:
            raise RecordingUnreadable(NOTHING_PLAYED)
        name = self.fresh_name(target.name)
        with target.open("rb") as made:
            default_storage.save(name, File(made, name=name))
        return {"proxy_name": name, "proxy_type": media_type, "proxy_bytes": target.stat().st_size}


STEPS: dict[str, Callable[[Steps, Tell], dict[str, Any]]] = {
    PreparationStep.POSTER.value: Steps.poster,
    PreparationStep.WAVEFORM.value: Steps.waveform,
    PreparationStep.PROXY.value: Steps.proxy,
}
