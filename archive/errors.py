"""Name what can go wrong with assets."""

from __future__ import annotations


class ArchiveError(Exception):
    """The family of the archive's own errors."""


class DuplicateAsset(ArchiveError):
    """Raised when a file's content is already held; names the asset that holds it."""

    def __init__(self, kind: str, asset_id: int) -> None:
        self.kind = kind
        self.asset_id = asset_id
        super().__init__(f"The same content is already held as {kind} {asset_id}.")


class PageChanged(ArchiveError):
    """Raised when the words of a page are no longer those that a person had before them."""


class PageNotRead(ArchiveError):
    """Raised when a page has no text yet that could be corrected."""


class VersionMissing(ArchiveError):
    """Raised when a page has no version of a number."""


class TranscriptHeld(ArchiveError):
    """Raised when a recording already has a transcript from the same file."""

    def __init__(self, transcript_id: int) -> None:
        self.transcript_id = transcript_id
        super().__init__(f"The same file is already held as transcript {transcript_id}.")


class CueRefused(ArchiveError):
    """Raised when a change of a passage makes no sense; ``field`` names it, ``message`` is the msgid that says why."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(message)


class NotLocked(ArchiveError):
    """Raised when a password is given for a file that asks for none."""


class WrongPassword(ArchiveError):
    """Raised when a password does not open a file; ``left`` says how many more may be tried now."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(f"This password does not open the file; {left} tries are left.")


class TooManyTries(ArchiveError):
    """Raised when too many passwords were tried for a file; ``minutes`` says how long to wait."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(f"Too many passwords were tried; wait {minutes} minutes.")


class CueChangedMeanwhile(ArchiveError):
    """Raised when somebody else changed a passage after it was shown for editing."""
