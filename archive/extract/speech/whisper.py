"""Read speech with faster-whisper: Whisper models in CTranslate2 form, on the processor, without a network.

The package is optional (`requirements-speech.txt`); a model is a folder with ``model.bin``, ``config.json``,
``tokenizer.json`` and a vocabulary. https://github.com/SYSTRAN/faster-whisper
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.extract.errors import gettext_noop
from archive.extract.speech.errors import SpeechError, SpeechModelMissing, SpeechProgramMissing
from archive.extract.speech.types import Heard, HeardSegment, HeardWord

_NO_PACKAGE = gettext_noop("The recognition of speech is not installed; install requirements-speech.txt.")
_NO_MODEL = gettext_noop("The folder %(folder)s holds no model of speech that can be loaded: %(detail)s")
_FAILED = gettext_noop("The recognition of speech stopped: %(detail)s")
_NO_LANGUAGE = gettext_noop("The model knows no %(language)s; choose another language or another model.")
BEAMS = 5


class WhisperReader:
    """A loaded model. Raises ``SpeechProgramMissing`` or ``SpeechModelMissing`` when it is made."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._model = _load(folder, threads)
        self._is_multilingual = bool(self._model.model.is_multilingual)
        self.name = f"faster-whisper {folder.name}"[:100]

    def read(self, sound: NDArray[np.float32], language: str) -> Heard:
        """Return what is said, with the times of words; see ``SpeechReader``."""
        code = language.split("-", maxsplit=1)[0] or None
        if not self._is_multilingual:
            code = "en"
        try:
            found, info = self._model.transcribe(
                sound,
                language=code,
                beam_size=BEAMS,
                word_timestamps=True,
                vad_filter=True,
                # A wrong guess must not lead the next half minute astray.
                condition_on_previous_text=False,
            )
            segments = tuple(segment for each in found if (segment := _segment(each)).text)
        except ValueError as error:
            raise SpeechError(_NO_LANGUAGE, language=language) from error
        except RuntimeError as error:
            raise SpeechError(_FAILED, detail=str(error)[:200]) from error
        return Heard(info.language if segments else "", segments)


@lru_cache(maxsize=1)
def _load(folder: Path, threads: int) -> Any:
    """Load a model once a process: that takes seconds and hundreds of megabytes."""
    try:
        from faster_whisper import WhisperModel  # noqa: PLC0415 - an optional package
    except ImportError as error:
        raise SpeechProgramMissing(_NO_PACKAGE) from error
    if not (folder / "model.bin").is_file():
        raise SpeechModelMissing(_NO_MODEL, folder=str(folder), detail="model.bin")
    try:
        return WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, num_workers=1, local_files_only=True
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise SpeechModelMissing(_NO_MODEL, folder=str(folder), detail=str(error)[:200]) from error


def _segment(each: Any) -> HeardSegment:
    words = tuple(
        HeardWord(_ms(word.start), _ms(word.end), text) for word in each.words or () if (text := word.word.strip())
    )
    # Words know their place better than the segment, which may begin in the silence before.
    start_ms = words[0].start_ms if words else _ms(each.start)
    end_ms = words[-1].end_ms if words else _ms(each.end)
    return HeardSegment(start_ms, max(start_ms, end_ms), " ".join(each.text.split()), words)


def _ms(seconds: float) -> int:
    return max(0, round(seconds * 1000))
