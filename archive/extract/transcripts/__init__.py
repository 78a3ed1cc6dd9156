"""Read and write transcripts: WebVTT, SubRip (SRT) and plain text; and cut them into windows to be found."""

from archive.extract.transcripts.errors import TranscriptError
from archive.extract.transcripts.reading import SUFFIXES, read_transcript
from archive.extract.transcripts.types import LONGEST_PASSAGE, Cue, TranscriptText
from archive.extract.transcripts.windows import Window, windows_of
from archive.extract.transcripts.writing import as_srt, as_text, as_vtt, clock

__all__ = [
    "LONGEST_PASSAGE",
    "SUFFIXES",
    "Cue",
    "TranscriptError",
    "TranscriptText",
    "Window",
    "as_srt",
    "as_text",
    "as_vtt",
    "clock",
    "read_transcript",
    "windows_of",
]
