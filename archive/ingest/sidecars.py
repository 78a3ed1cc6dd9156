"""Find transcripts beside a recording: ``talk.vtt``, ``talk.uz.srt`` or ``talk.mp4.txt`` beside ``talk.mp4``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.extract.transcripts.reading import SUFFIXES
from archive.ingest.media_types import TAKEN

_TYPES = [taken for taken in TAKEN if taken.is_recording]
_RECORDING_SUFFIXES = tuple(dict.fromkeys(ending for taken in _TYPES for ending in taken.extensions))
_LANGUAGE = re.compile(r"\.([A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_][A-Za-z]{2})?)$")
_TRIED_LANGUAGES = (
    "", "uz", "uz-Latn", "uz-Cyrl", "uz_Latn", "uz_Cyrl", "uzb", "ru", "rus", "en", "eng", "kaa", "tg", "kk", "ky",
    "tr", "de", "fr", "ar", "fa",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A transcript file and the language its name gives, as written there, or empty."""

    path: Path
    language: str


def recording_beside(path: Path) -> Path | None:
    """Return the recording that a transcript file belongs to by its name; None for any other file."""
    if path.suffix.lower() not in SUFFIXES:
        return None
    whole = path.name[: -len(path.suffix)]
    language = _LANGUAGE.search(whole)
    stems = [whole, *([whole[: language.start()]] if language else [])]
    for name in stems:
        if name.lower().endswith(_RECORDING_SUFFIXES) and (path.parent / name).is_file():
            return path.parent / name
        for suffix in _RECORDING_SUFFIXES:
            for written in (suffix, suffix.upper()):
                if (path.parent / f"{name}{written}").is_file():
                    return path.parent / f"{name}{written}"
    return None


def language_in_name(path: Path, recording: Path) -> str:
    """Return the language that a transcript's name adds to the recording's, or empty."""
    whole = path.name[: -len(path.suffix)]
    for stem in (recording.name, recording.stem):
        if whole.startswith(f"{stem}.") and (match := _LANGUAGE.match(whole[len(stem) :])):
            return match[1].replace("_", "-")
    return ""


def transcripts_beside(recording: Path) -> Iterator[Sidecar]:
    """Yield the transcript files beside a recording; a few names are tried, the folder is not read."""
    for stem in dict.fromkeys((recording.stem, recording.name)):
        for language in _TRIED_LANGUAGES:
            named = f"{stem}.{language}" if language else stem
            for suffix in SUFFIXES:
                for written in (suffix, suffix.upper()):
                    path = recording.parent / f"{named}{written}"
                    # A link may lead anywhere; as a file of the deposit it would be refused too.
                    if path.is_file() and not path.is_symlink():
                        yield Sidecar(path, language.replace("_", "-"))
