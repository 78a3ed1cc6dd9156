"""Name what can keep a recording from being examined or converted."""

from __future__ import annotations

from archive.extract.errors import ExtractError, NeedsProgram


class AvError(ExtractError):
    """The family of what goes wrong with sound and film."""

    reason_code = "recording_failed"


class AvProgramMissing(NeedsProgram, AvError):
    """Raised when ffmpeg or ffprobe is not installed."""

    reason_code = "program_missing"


class RecordingUnreadable(AvError):
    """Raised when a file is damaged beyond what the programs can make of it."""

    reason_code = "recording_unreadable"


class RecordingEmpty(AvError):
    """Raised when a file has neither sound nor pictures."""

    reason_code = "no_streams"


class RecordingStuck(AvError):
    """Raised when a program takes longer than it may, or no longer gets on."""

    reason_code = "recording_timeout"
