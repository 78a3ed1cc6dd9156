"""Find typefaces by name and say which Debian package brings one that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont
from reportlab.pdfbase.ttfonts import TTFontFace

from archive.specimens.errors import FontMissing, LettersMissing

_ROOTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")


@dataclass(frozen=True, slots=True)
class Typeface:
    """File names of a face and of its bold, and the Debian package they come in."""

    regular: str
    bold: str
    package: str
    monospaced: bool = False


TYPEFACES = {
    "Noto Serif": Typeface("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "fonts-noto-core"),
    "Noto Sans": Typeface("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "fonts-noto-core"),
    "DejaVu Serif": Typeface("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "fonts-dejavu-core"),
    "DejaVu Sans": Typeface("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "fonts-dejavu-core"),
    "DejaVu Sans Mono": Typeface("DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf", "fonts-dejavu-core", monospaced=True),
    "Liberation Serif": Typeface("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "fonts-liberation"),
    "Liberation Sans": Typeface("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "fonts-liberation"),
    "PT Serif": Typeface("PTF55F.ttf", "PTF75F.ttf", "fonts-paratype"),
    "PT Sans": Typeface("PTS55F.ttf", "PTS75F.ttf", "fonts-paratype"),
    "PT Mono": Typeface("PTM55F.ttf", "PTM55F.ttf", "fonts-paratype", monospaced=True),
}


def typeface(name: str) -> Typeface:
    """Return the typeface of that name.

    Raises ``FontMissing`` for a name this package does not know.
    """
    try:
        return TYPEFACES[name]
    except KeyError:
        known = ", ".join(sorted(TYPEFACES))
        raise FontMissing(f"No typeface named “{name}”; known are: {known}.") from None


@lru_cache(maxsize=64)
def font_file(name: str, *, bold: bool = False) -> Path:
    """Return the file of a typeface.

    Raises ``FontMissing``, naming the Debian package, when the file is not installed.
    """
    face = typeface(name)
    wanted = face.bold if bold else face.regular
    for root in _ROOTS:
        for path in sorted(root.rglob(wanted)) if root.is_dir() else ():
            return path
    raise FontMissing(
        f"The typeface “{name}” ({wanted}) is not installed. "
        f"Install the Debian package {face.package}: apt-get install {face.package}"
    )


@lru_cache(maxsize=256)
def font_at(name: str, size_px: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return a typeface at a size in pixels, ready to draw with."""
    return ImageFont.truetype(str(font_file(name, bold=bold)), size_px)


@lru_cache(maxsize=64)
def _letters(name: str) -> frozenset[int]:
    return frozenset(TTFontFace(str(font_file(name))).charToGlyph)


def require_letters(name: str, text: str) -> None:
    """Raise ``LettersMissing`` when a typeface lacks a letter of the text."""
    missing = sorted({sign for sign in text if not sign.isspace() and ord(sign) not in _letters(name)})
    if missing:
        raise LettersMissing(f"The typeface “{name}” has no glyph for: {' '.join(missing)}")
