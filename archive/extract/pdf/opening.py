"""Open a file as a document by its content: a PDF, or an image of one or several pages."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from PIL import Image

from archive.extract.errors import DocumentEmpty, DocumentUnreadable, gettext_noop
from archive.extract.pdf.images import ImageSource, unreadable
from archive.extract.pdf.layer import TextLayer
from archive.extract.pdf.limits import DocumentLimits
from archive.extract.pdf.pdfs import PdfSource
from archive.ingest.errors import IngestRefused
from archive.ingest.media_types import detect


class DocumentSource(Protocol):
    """A document whose pages can be drawn; pages are numbered from 1, upright as the file says."""

    @property
    def page_count(self) -> int: ...

    def page_size(self, number: int) -> tuple[int, int]:
        """Return the size in pixels at which ``render`` draws the page."""
        ...

    def render(self, number: int, long_edge_px: int | None = None) -> Image.Image:
        """Draw a page ("L" or "RGB"), at its own resolution or within a long edge."""
        ...

    def text_layer(self, number: int) -> TextLayer | None:
        """Return the text the file carries for a page, None where it carries none."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_document(path: Path | str, limits: DocumentLimits | None = None) -> DocumentSource:
    """Open a PDF, TIFF (all its pages) or other image.

    Raises DocumentUnreadable, DocumentEncrypted, DocumentEmpty, TooManyPixels.
    """
    path, limits = Path(path), limits or DocumentLimits()
    try:
        if not path.stat().st_size:
            raise DocumentEmpty(gettext_noop("The file %(name)s is empty; send it again."), name=path.name)
        media_type = detect(path)
    except OSError as error:
        message = gettext_noop("The file %(name)s cannot be opened: %(detail)s.")
        raise DocumentUnreadable(message, name=path.name, detail=error.strerror or "") from error
    except IngestRefused as error:
        raise unreadable(path.name) from error
    if media_type.name == "application/pdf":
        return PdfSource(path, limits)
    if media_type.is_image:
        return ImageSource(path, limits, media_type.name)
    raise unreadable(path.name)
