"""Have espeak-ng say texts: speech with known words, always the same."""

from __future__ import annotations

import math
import shutil
import subprocess
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.specimens.errors import ProgramMissing, SpecimenError

RATE_HZ = 22_050
WORDS_A_MINUTE = 145
SECONDS_A_LETTER = 0.075


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text with its time in the recording, in milliseconds."""

    start_ms: int
    end_ms: int
    text: str


def speak(path: Path, texts: Sequence[str], *, voice: str = "en-us", pause_seconds: float = 0.7) -> list[Spoken]:
    """Write a WAV in which the texts are said one after another; return when each is said.

    ``voice`` is one of espeak-ng's ("en-us", "ru", "uz"). Raises ``ProgramMissing``.
    """
    pause = bytes(int(pause_seconds * RATE_HZ) * 2)
    sound = bytearray()
    said = []
    for text in texts:
        start = len(sound)
        sound += _say(text, voice)
        said.append(Spoken(_ms(start), _ms(len(sound)), text))
        sound += pause
    path.write_bytes(_wav(bytes(sound)))
    return said


def _ms(size: int) -> int:
    return size * 1000 // (2 * RATE_HZ)


def _say(text: str, voice: str) -> bytes:
    program = shutil.which("espeak-ng")
    if program is None:
        raise ProgramMissing("espeak-ng is not installed; install the Debian package espeak-ng.")
    command = [program, "-v", voice, "-s", str(WORDS_A_MINUTE), "--stdout"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False, timeout=60)
    if done.returncode or not done.stdout.startswith(b"RIFF"):
        raise SpecimenError(f"espeak-ng could not say it: {done.stderr.decode(errors='replace')[-200:]}")
    # A stream's header states no length; the sound follows the word "data" and four bytes.
    return done.stdout[done.stdout.index(b"data") + 8 :]


def _wav(sound: bytes) -> bytes:
    # RIFF WAVE, PCM, one channel, 16 bit (Microsoft's Multimedia Programming Interface 1.0, 3).
    numbers = [(16, 4), (1, 2), (1, 2), (RATE_HZ, 4), (2 * RATE_HZ, 4), (2, 2), (16, 2)]
    form = b"".join(number.to_bytes(size, "little") for number, size in numbers)
    body = b"WAVEfmt " + form + b"data" + len(sound).to_bytes(4, "little") + sound
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def hum(path: Path, texts: Sequence[str], *, pause_seconds: float = 0.7) -> list[Spoken]:
    """Write a WAV with a quiet tone for each text, as long as saying it would take; for where nobody can speak."""
    sound = bytearray()
    said = []
    for place, text in enumerate(texts):
        start = len(sound)
        length = int(len(text) * SECONDS_A_LETTER * RATE_HZ)
        step = 2 * math.pi * (220 + 40 * (place % 4)) / RATE_HZ
        tone = (int(3000 * math.sin(step * at) * min(1.0, at / 500, (length - at) / 500)) for at in range(length))
        sound += array("h", tone).tobytes()
        said.append(Spoken(_ms(start), _ms(len(sound)), text))
        sound += bytes(int(pause_seconds * RATE_HZ) * 2)
    path.write_bytes(_wav(bytes(sound)))
    return said
