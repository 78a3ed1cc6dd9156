"""Run Tesseract once over an image file and return its words, with errors that say what to do."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytesseract

from archive.extract.errors import (
    LanguageDataMissing,
    OcrFailed,
    OcrTimeout,
    TesseractMissing,
    gettext_noop,
)
from archive.extract.ocr.settings import OcrSettings

PACKAGES = {"Latin": "tesseract-ocr-script-latn", "Cyrillic": "tesseract-ocr-script-cyrl"}
WORD_LEVEL = "5"
LISTING_SECONDS = 30

WHOLE_PAGE = "--psm 3"
SAMPLE = "--psm 6 -c tessedit_do_invert=0" + "".join(
    f" -c load_{words}_dawg=0" for words in ("system", "freq", "punc", "number")
)
"""A sample is one block; it needs neither word lists nor a second try in white on black."""


@dataclass(frozen=True, slots=True)
class RawWord:
    """One word as Tesseract gave it; box in pixels of the image it was given."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    paragraph: tuple[int, int]
    line: tuple[int, int, int]


@dataclass(slots=True)
class Clock:
    """Count down the time one page may take."""

    ends_at: float
    allowed_s: float

    @classmethod
    def start(cls, seconds: float) -> Clock:
        return cls(time.monotonic() + seconds, seconds)

    def left_s(self) -> float:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise _too_slow(self)
        return left


def run(image: Path, models: Sequence[str], mode: str, settings: OcrSettings, clock: Clock) -> list[RawWord]:
    """Read an image file with one or several models; ``mode`` is ``WHOLE_PAGE`` or ``SAMPLE``.

    Raises TesseractMissing, LanguageDataMissing, OcrTimeout, OcrFailed.
    """
    names = _installed_names(models, settings)
    left_s = clock.left_s()
    try:
        table = _with_program(settings).image_to_data(
            str(image),
            lang="+".join(names),
            config=f"{mode}{_tessdata_option(settings)}",
            nice=settings.niceness,
            timeout=left_s,
        )
    except pytesseract.TesseractNotFoundError as error:
        raise _missing(settings.program) from error
    except pytesseract.TesseractError as error:
        detail = str(error.message).strip()[:200]
        raise OcrFailed(gettext_noop("Tesseract could not read the page: %(detail)s"), detail=detail) from error
    except RuntimeError as error:
        raise _too_slow(clock) from error
    return _words_of(table)


def _words_of(table: str) -> list[RawWord]:
    words = []
    for row in table.splitlines()[1:]:
        fields = row.split("\t", 11)
        if len(fields) < 12 or fields[0] != WORD_LEVEL or not fields[11].strip():
            continue
        _, _, block, paragraph, line, _, left, top, width, height = map(int, fields[:10])
        words.append(
            RawWord(
                fields[11].strip(),
                left,
                top,
                width,
                height,
                float(fields[10]),
                (block, paragraph),
                (block, paragraph, line),
            )
        )
    return words


def _with_program(settings: OcrSettings) -> Any:
    # Tesseract reads its thread limit from the environment alone, and pytesseract its program from a module variable.
    os.environ["OMP_THREAD_LIMIT"] = str(settings.threads)
    pytesseract.pytesseract.tesseract_cmd = settings.program
    return pytesseract


def _tessdata_option(settings: OcrSettings) -> str:
    return f' --tessdata-dir "{settings.tessdata}"' if settings.tessdata else ""


def _installed_names(models: Sequence[str], settings: OcrSettings) -> list[str]:
    installed = installed_models(settings.program, settings.tessdata)
    return [_installed_name(model, installed) for model in models]


def _installed_name(model: str, installed: frozenset[str]) -> str:
    for name in (model, f"script/{model}"):
        if name in installed:
            return name
    # The list is kept; a model installed since must not be missing for ever.
    installed_models.cache_clear()
    message = gettext_noop("Tesseract's model %(model)s is not installed; install the Debian package %(package)s.")
    raise LanguageDataMissing(message, model=model, package=package_of_model(model))


def package_of_model(model: str) -> str:
    """Return the Debian package that brings a model."""
    return PACKAGES.get(model, f"tesseract-ocr-{model.replace('_', '-')}")


@lru_cache(maxsize=8)
def installed_models(program: str, tessdata: Path | None) -> frozenset[str]:
    """Return the names of the models Tesseract finds."""
    # pytesseract's own list leaves out names with capitals, so the script models.
    command = [program, "--list-langs", *(("--tessdata-dir", str(tessdata)) if tessdata else ())]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LISTING_SECONDS)
    except FileNotFoundError as error:
        raise _missing(program) from error
    except subprocess.TimeoutExpired as error:
        message = gettext_noop("%(program)s did not list its models within %(seconds)s seconds.")
        raise OcrTimeout(message, program=program, seconds=LISTING_SECONDS) from error
    return frozenset(line.strip() for line in listed.stdout.splitlines()[1:])


def _missing(program: str) -> TesseractMissing:
    message = gettext_noop("The program %(program)s is not installed; install the Debian package %(package)s.")
    return TesseractMissing(message, program=program, package="tesseract-ocr")


def _too_slow(clock: Clock) -> OcrTimeout:
    message = gettext_noop("The page was not read within %(seconds)s seconds; it is set aside.")
    return OcrTimeout(message, seconds=f"{clock.allowed_s:g}")
