"""Read dates as people write them, in English, Russian and Uzbek, and say them in EDTF."""

from __future__ import annotations

import re
import unicodedata

from catalog.vocabulary.dates import words
from catalog.vocabulary.dates.periods import part_of, split_part

_APOSTROPHES = str.maketrans(dict.fromkeys("ʻʼ‘’`´′ʹ", "'") | dict.fromkeys("‐‑‒–—―−", "-") | {"ё": "е"})
_ROMAN = re.compile(r"(?=[ivx])(x{0,2})(ix|iv|v?i{0,3})")
_ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_CYRILLIC_ROMAN = str.maketrans({"х": "x", "і": "i", "у": "v", "ѵ": "v"})
_ARTICLE = re.compile(r"^(?:in the|in|the|в|во)\s+(?=\d)")
_YEAR = r"(?P<year>\d{3,4})"
_DAY = r"(?P<day>\d{1,2})"

_SINGLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}{words.YEAR_WORD}",
        rf"{_DAY}(?:st|nd|rd|th)?\s*-?\s*(?:of\s+)?{words.MONTH},?\s*{_YEAR}{words.YEAR_WORD}",
        rf"{words.MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"{_YEAR}{words.YEAR_WORD},?\s+{_DAY}\s*-?\s*{words.MONTH}",
        rf"{_YEAR}{words.YEAR_WORD},?\s+{words.MONTH}(?:\s+{_DAY})?",
        rf"{words.MONTH},?\s+{_YEAR}{words.YEAR_WORD}",
        rf"{_DAY}\s*([./-])\s*(?P<number>\d{{1,2}}|[ivx]{{1,4}})\s*\2\s*{_YEAR}{words.YEAR_WORD}",
        rf"{_YEAR}([./-])(?P<number>\d{{1,2}})\2{_DAY}{words.YEAR_WORD}",
        rf"(?P<number>\d{{1,2}})[./]{_YEAR}{words.YEAR_WORD}",
    )
)
_DECADE = re.compile(rf"(?P<decade>\d{{2,3}})0{words.DECADE_WORD}")
_CENTURY = re.compile(rf"(?P<century>\d{{1,2}}|[ivxхіу]+)(?:st|nd|rd|th|\s*-?\s*(?:й|ый|го))?\s*-?{words.CENTURY_WORD}")
_SHORT_BY_DASH = re.compile(r"(?<!\d)(\d{4})\s?[‒–—―]\s?(\d{1,2})(?![\d.‒–—―-])(?!\s*[-\w])")
_SHORT_DECADES = re.compile(rf"(\d\d)(\d)0\s*-\s*(\d)0{words.DECADE_WORD}")
_SHORT_YEARS = re.compile(r"(?P<start>\d{4})\s*[-/]\s*(?P<end>\d{1,2})")


def fold(text: str) -> str:
    """Return a text in the one form the words are listed in."""
    # A long dash never stands in an EDTF month: "1809–11" is two years, "1809-11" November.
    text = _SHORT_BY_DASH.sub(r"\1/\2", text)
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return " ".join(folded.split()).strip(" ,;")


def to_edtf(text: str) -> str | None:
    """Return the EDTF of a folded text, or None when it is no date we know."""
    text = _unbracketed(text)
    if text in words.UNKNOWN:
        return "XXXX"
    part, rest = split_part(text)
    if part:
        whole = _single(rest)
        return part_of(whole, part) if whole else None
    return _short_range(text) or _single(text) or _between(text) or _set(text) or _open(text) or _range(text)


def _unbracketed(text: str) -> str:
    # Archivists put a date they supplied into square brackets (ISAD(G) 3.1.3, ISBD A.6): "[1924]", "[ca. 1924]".
    while len(text) > 2 and (text[0], text[-1]) in {("[", "]"), ("(", ")")}:
        text = text[1:-1].strip()
    return text


def _peeled(text: str) -> tuple[str, str]:
    """Return the text without words of doubt, and the EDTF mark they make: "", "~", "?" or "%"."""
    circa = doubt = False
    while True:
        if match := words.DOUBT_BEFORE.match(text):
            text, doubt = text[match.end() :], True
        elif match := words.CIRCA_BEFORE.match(text):
            text, circa = text[match.end() :], True
        elif match := words.DOUBT_AFTER.search(text):
            text, doubt = text[: match.start()], True
        elif match := words.CIRCA_AFTER.search(text):
            text, circa = text[: match.start()], True
        else:
            break
    return _ARTICLE.sub("", text.strip()), {(True, True): "%", (True, False): "~", (False, True): "?"}.get(
        (circa, doubt), ""
    )


def _single(text: str) -> str | None:
    bare, mark = _peeled(text)
    edtf = _plain(bare)
    return edtf + mark if edtf else None


def _plain(text: str) -> str | None:
    for pattern in _SINGLE:
        match = pattern.fullmatch(text)
        if match:
            return _iso(match.groupdict())
    match = _DECADE.fullmatch(text)
    if match:
        return f"{int(match['decade']):03}X"
    match = _CENTURY.fullmatch(text)
    return _century(match["century"]) if match else None


def _iso(parts: dict[str, str | None]) -> str:
    edtf = f"{int(parts['year'] or 0):04}"
    name, number = parts.get("month"), parts.get("number")
    month = words.MONTHS[name] if name else _number(number or "0")
    if month:
        edtf += f"-{month:02}"
    day = parts.get("day")
    return f"{edtf}-{int(day):02}" if day else edtf


def _century(written: str) -> str | None:
    number = _number(written)
    return f"{number - 1:02}XX" if number else None


def _number(written: str) -> int:
    """Return a number in digits or, up to 29, in Roman letters (Cyrillic look-alikes too); 0 when it is neither."""
    if written.isdigit():
        return int(written)
    match = _ROMAN.fullmatch(written.translate(_CYRILLIC_ROMAN))
    return 10 * len(match[1]) + _ROMAN_ONES.index(match[2]) if match else 0


def _short_range(text: str) -> str | None:
    """Read "1923/24", "1834-5", "c.1920-26": a year and the last digits of another."""
    bare, mark = _peeled(text)
    match = _SHORT_YEARS.fullmatch(words.RANGE_SUFFIX.sub("", bare))
    if match is None:
        return None
    start, tail = match["start"], match["end"]
    end = start[: -len(tail)] + tail
    if end <= start or (len(tail) == 2 and "01" <= tail <= "12" and "-" in bare):
        return None  # "1920-05" is a month
    return f"{start}{mark}/{end}{mark}"


def _set(text: str) -> str | None:
    for parting, opening, closing in ((words.EITHER, "[", "]"), (words.BOTH, "{", "}")):
        members = [_single(part) for part in parting.split(text)]
        known = [member for member in members if member]
        if len(known) == len(members) > 1:
            return opening + ",".join(known) + closing
    return None


def _between(text: str) -> str | None:
    match = words.BETWEEN.fullmatch(text)
    if match is None:
        return None
    start, end = match["a"] or match["c"], match["b"] or match["d"]
    return _joined(start, end, "")


def _open(text: str) -> str | None:
    bare, mark = _peeled(text)
    for pattern, form in ((words.BEFORE, "../{}"), (words.AFTER, "{}/..")):
        match = pattern.fullmatch(bare)
        side = _single(next(group for group in match.groups() if group)) if match else None
        if side:
            return form.format(side if side[-1] in "~?%" else side + mark)
    return None


def _range(text: str) -> str | None:
    bare, mark = _peeled(text) if _starts_alone(text) else (text, "")
    decades = _SHORT_DECADES.fullmatch(bare)
    if decades:
        century, first, last = decades.groups()
        return f"{century}{first}X{mark}/{century}{last}X{mark}"
    for candidate in dict.fromkeys((bare, words.RANGE_SUFFIX.sub("", bare))):
        places = [match.span() for match in re.finditer(r"\s*[-/]\s*", candidate)]
        places += [match.span() for match in words.RANGE_WORD.finditer(candidate)]
        # A dash with blanks around it parts more surely than one without.
        for start, end in sorted(places, key=lambda place: place[0] - place[1]):
            found = _joined(candidate[:start], candidate[end:], mark)
            if found:
                return found
    return None


def _starts_alone(text: str) -> bool:
    """Tell whether words of doubt stand once, for the whole range, and not at one of its sides."""
    return not re.search(r"[-/]\s*(?:c\b|ca\b|circa|около|ок\b|taxminan|тахминан|~|\?)|[~?]\s*[-/]", text)


def _joined(start: str, end: str, mark: str) -> str | None:
    left, right = _single(start), _single(end)
    if right and not left and start.strip():
        left = _single(f"{start} asr" if right.endswith("XX") else f"{start} {_rest(end, start)}")
    if not left or not right:
        return None
    if right.endswith("X") and re.fullmatch(r"\d{3}0", left):
        left = f"{left[:3]}X"  # "1920–1930-е": the ending stands for both
    return f"{left}{mark}/{right}{mark}"


def _rest(end: str, start: str) -> str:
    """Return what a shortened beginning leaves to its end: "14" of "14-16 march 1925" lacks "march 1925"."""
    match = re.fullmatch(r"\d{1,2}\s*-?\s*(?P<rest>\D.*)", end)
    if match and start.strip().isdigit():
        return match["rest"]
    year = re.search(r"\d{3,4}", end)
    return year[0] if year else ""
