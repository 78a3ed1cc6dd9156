"""Write down what is said in a recording by machine, stretch by stretch, by any reader of speech."""

from archive.extract.speech.errors import SpeechError, SpeechModelMissing, SpeechProgramMissing
from archive.extract.speech.listening import listen
from archive.extract.speech.types import Heard, HeardSegment, HeardWord, SpeechReader

__all__ = [
    "Heard",
    "HeardSegment",
    "HeardWord",
    "SpeechError",
    "SpeechModelMissing",
    "SpeechProgramMissing",
    "SpeechReader",
    "listen",
]
