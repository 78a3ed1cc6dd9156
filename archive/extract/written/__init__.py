"""Read files of plain text, HTML and mail as blocks of text, and set these into pages."""

from archive.extract.written.reading import HTML, MAIL, TEXT, WRITTEN_TYPES, Written, read_written
from archive.extract.written.typesetting import typeset

__all__ = ["HTML", "MAIL", "TEXT", "WRITTEN_TYPES", "Written", "read_written", "typeset"]
