"""Write the text of pages as files: plain text, hOCR, ALTO 4 and PDF with an invisible text layer; page by page."""

from archive.text_files.alto import alto
from archive.text_files.hocr import hocr
from archive.text_files.pdf import pdf
from archive.text_files.plain import plain
from archive.text_files.types import Sheet, Work

__all__ = ["Sheet", "Work", "alto", "hocr", "pdf", "plain"]
