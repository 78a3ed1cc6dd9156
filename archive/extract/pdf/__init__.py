"""Open documents, draw their pages and read them: the text layer where it can be trusted, else the image."""

from archive.extract.pdf.limits import DocumentLimits
from archive.extract.pdf.opening import DocumentSource, open_document
from archive.extract.pdf.reading import read_document_page

__all__ = ["DocumentLimits", "DocumentSource", "open_document", "read_document_page"]
