"""Make the recordings of the demonstration: spoken lines with transcripts in three languages, and a film of slides.

Where espeak-ng is not installed a quiet tone stands for each line; the transcripts are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import ImageOps

from archive.specimens.errors import ProgramMissing
from archive.specimens.recordings import make_slides
from archive.specimens.scenes.gallery import draw_scene
from archive.specimens.speech import Spoken, hum, speak
from pages.demo.content import LANGUAGES, RecordEntry

FRAME = (960, 540)
VOICES = {"uz": "uz", "ru": "ru", "en": "en-us"}


def record_file(entry: RecordEntry, folder: Path) -> Path:
    """Write the sound or film of a record and its transcripts beside it; return the path of the first."""
    making = entry.making
    sound = folder / f"{entry.file_stem}.wav"
    said = _say(sound, [line[making["voice"]] for line in making["said"]], making["voice"])
    path = _film(entry, sound, said[-1].end_ms / 1000, folder) if making["form"] == "film" else sound
    for code in LANGUAGES:
        lines = [line[code] for line in making["said"]]
        (folder / f"{entry.file_stem}.{code}.vtt").write_text(_vtt(said, lines), encoding="utf-8")
    return path


def _say(path: Path, lines: Sequence[str], voice: str) -> list[Spoken]:
    try:
        return speak(path, lines, voice=VOICES[voice])
    except ProgramMissing:
        return hum(path, lines)


def _film(entry: RecordEntry, sound: Path, seconds: float, folder: Path) -> Path:
    pictures = []
    for place, scene in enumerate(entry.making["scenes"]):
        picture = folder / f"{entry.file_stem}-{place}.png"
        ImageOps.fit(draw_scene(scene, 3), FRAME).save(picture)
        pictures.append(picture)
    chapters = entry.making["chapters"][entry.making["voice"]]
    made = make_slides(folder / f"{entry.file_stem}.mp4", pictures, sound, seconds, chapters=chapters)
    sound.unlink()
    return made


def _vtt(said: Sequence[Spoken], lines: Sequence[str]) -> str:
    cues = (f"{_clock(one.start_ms)} --> {_clock(one.end_ms)}\n{line}\n" for one, line in zip(said, lines, strict=True))
    return "WEBVTT\n\n" + "\n".join(cues)


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
