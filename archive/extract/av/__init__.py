"""Look into sound and film with ffprobe and ffmpeg, each as a program of its own with limits of time and memory."""

from archive.extract.av.converting import convert
from archive.extract.av.errors import (
    AvError,
    AvProgramMissing,
    RecordingEmpty,
    RecordingStuck,
    RecordingUnreadable,
)
from archive.extract.av.facts import Chapter, RecordingFacts, Stream
from archive.extract.av.poster import choose_poster, poster_at
from archive.extract.av.probing import probe
from archive.extract.av.programs import AvLimits
from archive.extract.av.tags import embedded_metadata
from archive.extract.av.waveform import Waveform, measure_waveform

__all__ = [
    "AvError",
    "AvLimits",
    "AvProgramMissing",
    "Chapter",
    "RecordingEmpty",
    "RecordingFacts",
    "RecordingStuck",
    "RecordingUnreadable",
    "Stream",
    "Waveform",
    "choose_poster",
    "convert",
    "embedded_metadata",
    "measure_waveform",
    "poster_at",
    "probe",
]
