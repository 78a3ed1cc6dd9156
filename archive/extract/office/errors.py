"""Name what can keep a file of an office program from being converted."""

from __future__ import annotations

from archive.extract.errors import ExtractError, NeedsProgram


class OfficeError(ExtractError):
    """The family of what goes wrong with files of office programs."""

    reason_code = "office_failed"


class OfficeProgramMissing(NeedsProgram, OfficeError):
    """Raised when LibreOffice, or the part of it that a file needs, is not installed."""

    reason_code = "program_missing"


class OfficeUnreadable(OfficeError):
    """Raised when LibreOffice makes no pages of a file."""

    reason_code = "office_unreadable"


class OfficeStuck(OfficeError):
    """Raised when LibreOffice takes longer than it may."""

    reason_code = "office_timeout"
