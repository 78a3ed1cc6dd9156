"""Name what can keep speech from being written down."""

from __future__ import annotations

from archive.extract.errors import ExtractError


class SpeechError(ExtractError):
    """The family of what goes wrong with the recognition of speech."""

    reason_code = "speech_failed"


class SpeechProgramMissing(SpeechError):
    """Raised when the Python package of the reader is not installed."""

    reason_code = "program_missing"


class SpeechModelMissing(SpeechError):
    """Raised when the folder of the model holds none, or one that cannot be loaded."""

    reason_code = "model_missing"
