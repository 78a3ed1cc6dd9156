"""Tell a PDF that was cut off by what its end says (ISO 32000-1, 7.5.5 and 7.5.6)."""

from __future__ import annotations

import re
from pathlib import Path

_STEP_BYTES = 1 << 16
_MOST_BYTES = 1 << 22
"""How far from the end of the file its end is looked for."""
_END = re.compile(rb"startxref\s{1,16}\d{1,20}\s{1,16}%%EOF|startxref\s{1,16}\d{1,20}\s*\Z|%%EOF")
_OBJECT = re.compile(rb"(?:^|[\r\n])\d{1,10} \d{1,5} obj\b")


def is_pdf_cut_off(path: Path) -> bool:
    """Tell whether a PDF ends before its own end: without the mark of an end, or with objects after the last one.

    Every revision of a PDF closes with ``startxref`` and ``%%EOF``; one that was begun and not closed did not arrive
    whole. Readers mend such files in silence and leave out what is missing. Junk after the end is no matter.
    """
    size_bytes = path.stat().st_size
    with path.open("rb") as stream:
        start, tail = size_bytes, b""
        while start > 0 and size_bytes - start < _MOST_BYTES:
            start = max(0, start - _STEP_BYTES)
            stream.seek(start)
            tail = stream.read(min(_STEP_BYTES, size_bytes - start)) + tail
            ends = list(_END.finditer(tail))
            if ends:
                return _OBJECT.search(tail, ends[-1].end()) is not None
    return True
