"""Take plain text for the text of pages: form feeds part the pages, and each is laid over what was read on its page.

Plain text says nothing of places, so a page is read here all the same, and the words of the text take the boxes of
the words that were read (``archive.extract.correction.realigning``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from unicodedata import category, normalize

from archive.extract.correction.realigning import WholeText, realigned
from archive.extract.correction.tongue import tongue_of
from archive.extract.errors import gettext_noop
from archive.extract.sidecars.types import USUAL_CONFIDENCE_PCT, SidecarUnfit, SidecarUnreadable
from archive.extract.types import PageReading, TextSource
from archive.extract.words import text_of
from archive.extract.written.decoding import decode

PLAIN_TEXT = ".txt"
MOST_PLAIN_BYTES = 32 * 1024 * 1024
PAGE_END = "\f"

LEAST_LIKENESS = 0.5
"""Letters of words that the text and the reading share, in their order, by those of the longer of the two.

Measured on 26 scans in English, Russian and Uzbek of both alphabets: a page and its own text share 0.88 to 1.00, a
page and the text of another 0.17 at most; two pages of which one holds half of the other's text share 0.47.
"""


def is_plain_text(name: str) -> bool:
    """Tell by the name whether a text that came with a document is plain text."""
    return name.lower().endswith(PLAIN_TEXT)


def plain_pages(path: Path, name: str) -> list[str]:
    """Return the texts of the pages, in any charset; a form feed at the end begins none. Raises SidecarUnreadable."""
    if path.stat().st_size > MOST_PLAIN_BYTES:
        message = gettext_noop("The file %(name)s is larger than %(most)s MB; give a file for each page.")
        raise SidecarUnreadable(message, name=name, most=MOST_PLAIN_BYTES >> 20)
    text = decode(path.read_bytes()).text
    if not text.strip():
        raise SidecarUnreadable(gettext_noop("The file %(name)s holds no page."), name=name)
    return text.rstrip(" \t\r\n").removesuffix(PAGE_END).split(PAGE_END)


def laid_over(reading: PageReading, text: str, number: int) -> PageReading:
    """Return the words of a text in the places of those that were read on its page.

    Raises SidecarUnfit where text and reading are not alike (``LEAST_LIKENESS``), and CorrectionRefused where the text
    is that of no page.
    """
    if likeness([word.text for word in reading.words], text.split()) < LEAST_LIKENESS:
        message = gettext_noop(
            "The text given for page %(page)s is not like what stands on it, so it is not used; the page keeps what "
            "was read here."
        )
        raise SidecarUnfit(message, page=number)
    placed = realigned(reading.words, WholeText(text))
    words = tuple(replace(word, confidence_pct=USUAL_CONFIDENCE_PCT) for word in placed)
    given = text_of(words)
    tongue = tongue_of(words, given)
    return replace(
        reading,
        words=words,
        text=given,
        raw_text=given,
        languages=tongue.languages,
        script=tongue.script,
        source=TextSource.SIDECAR,
        quality_pct=USUAL_CONFIDENCE_PCT if words else 0,
        models="TXT",
        spelling=tongue.spelling,
    )


def likeness(read: Sequence[str], given: Sequence[str]) -> float:
    """Return the share of letters that stand in words which both have in the same order, 0 to 1; 1 for two of none."""
    ours, theirs = _folded(read), _folded(given)
    longer = max(sum(map(len, ours)), sum(map(len, theirs)))
    if not longer:
        return 1.0
    shared = Counter(ours) & Counter(theirs)
    in_any_order = sum(len(word) * count for word, count in shared.items()) / longer
    if in_any_order < LEAST_LIKENESS:
        return in_any_order  # to compare their order takes long where a text is of another size
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return sum(len(word) for block in blocks for word in ours[block.a : block.a + block.size]) / longer


def _folded(words: Sequence[str]) -> list[str]:
    """Return words as their letters and digits alone: readers differ in quotes, dashes and apostrophes.

    The apostrophe of Uzbek is a letter to Unicode, but a modifier of others (category Lm).
    """
    composed = (normalize("NFC", word.casefold()) for word in words)
    folded = ("".join(sign for sign in word if sign.isalnum() and category(sign) != "Lm") for word in composed)
    return [word for word in folded if word]
