"""Read page images with Tesseract: words with boxes, script and language decided by evidence."""

from archive.extract.ocr.models import readable_languages
from archive.extract.ocr.reader import read_page
from archive.extract.ocr.settings import OcrSettings

__all__ = ["OcrSettings", "read_page", "readable_languages"]
