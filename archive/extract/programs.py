"""List the programs and models that reading needs, the Debian packages that bring them, and what of them is missing."""

from __future__ import annotations

import shutil

from archive.extract.errors import OcrError
from archive.extract.ocr.engine import installed_models, package_of_model
from archive.extract.ocr.models import MODEL, MODEL_2026
from archive.extract.office.converting import missing_parts

PROGRAMS = {
    "tesseract": "tesseract-ocr",
    "exiftool": "libimage-exiftool-perl",
    "ffmpeg": "ffmpeg",
    "ffprobe": "ffmpeg",
}
MODELS = (*MODEL.values(), MODEL_2026)
FONT = "DejaVu Sans"
_FONT_PACKAGE = "fonts-dejavu-core"


def missing_programs() -> dict[str, str]:
    """Return what is not installed ("ffmpeg", "tesseract:uzb") and the Debian package that brings it."""
    missing = {name: package for name, package in PROGRAMS.items() if shutil.which(name) is None}
    missing |= missing_parts()
    if "tesseract" not in missing:
        missing |= _missing_models()
    if not _has_font():
        missing[FONT] = _FONT_PACKAGE
    return missing


def _missing_models() -> dict[str, str]:
    installed_models.cache_clear()
    try:
        installed = installed_models("tesseract", None)
    except OcrError:
        return {"tesseract": PROGRAMS["tesseract"]}
    lacking = [name for name in MODELS if name not in installed and f"script/{name}" not in installed]
    return {f"tesseract:{name}": package_of_model(name) for name in lacking}


def _has_font() -> bool:
    from archive.extract.written.typesetting import font_files  # noqa: PLC0415 - reportlab only where it is needed

    return None not in font_files().values()
