"""Name what can keep a transcript from being read."""

from __future__ import annotations

from archive.extract.errors import ExtractError


class TranscriptError(ExtractError):
    """Raised when a transcript is broken; the sentence names the line and what to do."""

    reason_code = "transcript_unreadable"
