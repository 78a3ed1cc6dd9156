"""Name what can keep a document or one of its pages from being read."""

from __future__ import annotations


class ExtractError(Exception):
    """The family: the message is one sentence a person can act on."""


class DocumentUnreadable(ExtractError):
    """Raised when a file is damaged or of a kind that has no pages."""


class DocumentEncrypted(ExtractError):
    """Raised when a PDF asks for a password."""


class DocumentEmpty(ExtractError):
    """Raised when a file has no pages."""


class PageUnreadable(ExtractError):
    """Raised when one page of a document cannot be drawn; the others may be fine."""


class TooManyPixels(ExtractError):
    """Raised before decoding when an image would need more memory than allowed."""


class OcrError(ExtractError):
    """The family of what goes wrong with Tesseract."""


class TesseractMissing(OcrError):
    """Raised when the program is not installed."""


class LanguageDataMissing(OcrError):
    """Raised when a model is not installed; names the Debian package that brings it."""


class OcrTimeout(OcrError):
    """Raised when a page takes longer than its time limit."""


class OcrFailed(OcrError):
    """Raised when Tesseract gives up on a page."""
