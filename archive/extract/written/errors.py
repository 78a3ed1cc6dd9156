"""Name what can keep a file of text from being set into pages."""

from __future__ import annotations

from archive.extract.errors import ExtractError, NeedsProgram


class WrittenError(ExtractError):
    """The family of what goes wrong with text, HTML and mail."""

    reason_code = "text_unreadable"


class TextEmpty(WrittenError):
    """Raised when there is not one word in a file."""

    reason_code = "document_empty"


class TextTooLong(WrittenError):
    """Raised when a text would fill more pages than a document may have."""

    reason_code = "too_many_pages"


class FontMissing(NeedsProgram, WrittenError):
    """Raised when the typeface that pages are set in is not installed."""

    reason_code = "program_missing"
