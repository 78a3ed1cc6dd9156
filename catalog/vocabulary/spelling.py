"""Spells Uzbek text, stored in the Latin of 1995, in Cyrillic letters or in the Latin of 2026."""

import re
from collections.abc import Mapping
from functools import lru_cache

import alifbo

LATIN_1995 = "uz"
CYRILLIC = "uz-cyrl"
LATIN_2026 = "uz-2026"
VARIANTS = (LATIN_1995, CYRILLIC, LATIN_2026)

# What is no Uzbek word stays as it is: placeholders, markup, addresses, codes, Roman numerals, names of formats.
_PROTECTED = re.compile(
    r"""(
      %\([a-z_\d]+\)[a-z](?:\.[a-z_]+)?    # %(count)s, %(class)s.allow_empty
    | %[a-z%]                              # %s, %%
    | \{[^{}]*\}                           # {name}
    | <[^<>]+> | &[a-z]+; | &\#\d+;        # markup
    | https?://\S+ | [\w.+-]+@[\w-]+\.\w+  # addresses
    | \b[A-Z]{1,4}-?\d[\w/-]*              # S-0118, MB-0733
    | \b(?:Fonds|Wagtail|OpenSeadragon|PDF|JPEG|PNG|TIFF|EXIF|IPTC|XMP|GPS|OCR|CSV|XML|JSON|URL|EDTF|SHA-256
        |RightsStatements\.org|Creative\ Commons|CC\ [\w.+-]+(?:\ \d\.\d)?|CC0|In\ Copyright
        |API|ETag|Retry-After|If-None-Match|CTRL|(?:Ctrl|Alt|Shift)(?:\+\w+)*|Esc|Enter|Tab|htmx
        |public|accredited|staff|embargo(?=\ deb)|XLSX|ALTO|hOCR|VTT|SRT|TXT|zip|tar
        |PRONOM|NEAR|Natural\ Earth|FONDS_[A-Z_]+
        |JavaScript|Python|Unicode|HTML|CSS|CSRF|HTTPS?|IP|IPv[46]|UTC|UUID|LDAP|SSO|ID|SEO|DEBUG=True|True|False|slug
        |Referer|Referrer-Policy|no-referrer|ManagementForm|get_absolute_url|YYYY-MM-DD|HH|MM|DD|TZ|ss|uuuuuu|v[23])\b
    | \b[IVXLC]{2,}\b                      # XIX
    | \b[IVXLC](?=[ -]asr)                 # V asr
    )""",
    re.VERBOSE,
)
# Russian loans whose soft sign the Latin spelling does not write; at their end it falls before endings (декабрда).
_MONTHS: Mapping[str, str] = {
    "yanvar": "январь",
    "fevral": "февраль",
    "aprel": "апрель",
    "iyun": "июнь",
    "iyul": "июль",
    "sentabr": "сентябрь",
    "oktabr": "октябрь",
    "noyabr": "ноябрь",
    "dekabr": "декабрь",
}
# Within them it stays: фильмлар.
_LOANS: Mapping[str, str] = {"film": "фильм", "albom": "альбом"}
_LOAN = re.compile(rf"\b(?:{'|'.join(_LOANS)})", re.IGNORECASE)
# The conditional of verbs in -t (koʻrsat-sa, yumshat-sangiz): two sounds, not the letter ц.
_T_SA = re.compile(r"(?<=[tT])(?=sa(?:m|ng|ngiz|ngizlar|k|lar|lik)?\b)")
_QUOTES = str.maketrans({"“": "«", "”": "»"})
# The apostrophes people type, to the two letters of the standard.
_O_G = re.compile(r"(?<=[oOgG])['‘’`´ʼ]")
_TUTUQ = re.compile(r"(?<=\w)['‘’`´](?=\w)")


class UnknownVariant(ValueError):
    """The variant is none of ``VARIANTS``."""


def _pieces(text: str) -> list[str]:
    """Split into words (even places) and what must not be touched (odd places)."""
    return _PROTECTED.split(text)


def with_proper_apostrophes(text: str) -> str:
    """Return the text with ʻ (U+02BB) after o and g and ʼ (U+02BC) inside other words; markup stays as it is."""
    return "".join(
        piece if index % 2 else _TUTUQ.sub("ʼ", _O_G.sub("ʻ", piece)) for index, piece in enumerate(_pieces(text))
    )


def _loan(found: re.Match[str]) -> str:
    made = _LOANS[found[0].lower()]
    return made.capitalize() if found[0][0].isupper() else made


def _convert(text: str, variant: str) -> str:
    if not text.strip():
        return text
    if variant == CYRILLIC:
        parts = (alifbo.to_cyrillic(part, exceptions=_MONTHS).text for part in _T_SA.split(_LOAN.sub(_loan, text)))
        return "".join(parts).translate(_QUOTES)
    return str(alifbo.to_new_latin(text).text)


@lru_cache(maxsize=8192)
def spell(text: str, variant: str) -> str:
    """Return Uzbek ``text`` of the 1995 Latin in the spelling ``variant`` names.

    Placeholders, markup, addresses, codes and Roman numerals are left alone, so interface strings may be given too.
    Raises UnknownVariant.
    """
    if variant not in VARIANTS:
        raise UnknownVariant(f"{variant!r} is no spelling of Uzbek; choose one of {', '.join(VARIANTS)}.")
    if variant == LATIN_1995 or not text:
        return text
    pieces = _pieces(with_proper_apostrophes(text))
    return "".join(piece if index % 2 else _convert(piece, variant) for index, piece in enumerate(pieces))
