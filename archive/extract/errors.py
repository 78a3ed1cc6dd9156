"""Name what can keep a document or one of its pages from being read."""

from __future__ import annotations


class ExtractError(Exception):
    """The family of every extractor: a sentence a person can act on, which a view can translate.

    ``reason_code`` is stable and stored; ``message`` is the English msgid with named ``%(…)s`` places, marked by
    ``gettext_noop`` where it is written, and ``params`` fills them. As text it is the finished English sentence.
    """

    reason_code = "unreadable"

    def __init__(self, message: str, **params: str | float) -> None:
        self.message = message
        self.params = params
        super().__init__(message % params if params else message)


class NeedsProgram(ExtractError):
    """Raised when a program, a model or a typeface is not installed: the work waits until it is.

    ``params`` names the ``program`` (or the ``model`` of Tesseract) and the Debian ``package`` that brings it.
    """

    @property
    def needs(self) -> str:
        """Return what is missing as ``archive.extract.programs`` names it: "ffmpeg", "tesseract:uzb"."""
        if model := self.params.get("model"):
            return f"tesseract:{model}"
        return str(self.params["program"]).rpartition("/")[2]


class DocumentUnreadable(ExtractError):
    """Raised when a file is damaged or of a kind that has no pages."""

    reason_code = "document_unreadable"


class DocumentEncrypted(ExtractError):
    """Raised when a PDF asks for a password."""

    reason_code = "document_encrypted"


class DocumentEmpty(ExtractError):
    """Raised when a file has no pages."""

    reason_code = "document_empty"


class PageUnreadable(ExtractError):
    """Raised when one page of a document cannot be drawn; the others may be fine."""

    reason_code = "page_unreadable"


class PhotoUnreadable(ExtractError):
    """Raised when a photograph cannot be drawn."""

    reason_code = "photo_unreadable"


class TooManyPixels(ExtractError):
    """Raised before decoding when an image would need more memory than allowed."""

    reason_code = "too_many_pixels"


class OcrError(ExtractError):
    """The family of what goes wrong with Tesseract."""

    reason_code = "ocr_failed"


class TesseractMissing(NeedsProgram, OcrError):
    """Raised when the program is not installed."""

    reason_code = "program_missing"


class LanguageDataMissing(NeedsProgram, OcrError):
    """Raised when a model is not installed; names the Debian package that brings it."""

    reason_code = "model_missing"


class OcrTimeout(OcrError):
    """Raised when a page takes longer than its time limit."""

    reason_code = "ocr_timeout"


class OcrFailed(OcrError):
    """Raised when Tesseract gives up on a page."""


def gettext_noop(message: str) -> str:
    """Mark an English sentence for translation; the extractors know no Django."""
    return message
