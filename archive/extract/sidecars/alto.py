"""Read ALTO, versions 2 to 4 (https://www.loc.gov/standards/alto/): strings with boxes, in any measurement unit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from archive.extract.errors import gettext_noop
from archive.extract.sidecars.types import (
    USUAL_CONFIDENCE_PCT,
    PageMaker,
    SidecarPage,
    SidecarUnreadable,
    page_maker,
)

BLOCKS = frozenset({"TextBlock"})


def alto_pages(path: Path, name: str) -> Iterator[SidecarPage]:
    """Yield the pages; one is held at a time. Raises SidecarUnreadable."""
    try:
        yield from _pages(path, name)
    except ParseError as error:
        line, column = getattr(error, "position", (0, 0))
        message = gettext_noop("The file %(name)s is broken at line %(line)s, column %(column)s: it is not valid XML.")
        raise SidecarUnreadable(message, name=name, line=line, column=column) from error
    except DefusedXmlException as error:
        message = gettext_noop("The file %(name)s declares entities or a document type; such XML is not opened.")
        raise SidecarUnreadable(message, name=name) from error
    except (LookupError, UnicodeError) as error:
        message = gettext_noop("The file %(name)s is in an unknown encoding; save it as UTF-8.")
        raise SidecarUnreadable(message, name=name) from error


def _pages(path: Path, name: str) -> Iterator[SidecarPage]:
    number = 0
    page: PageMaker | None = None
    for event, element in iterparse(path, events=("start", "end"), forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag == "Page":
                number += 1
                page = page_maker(name, number, _number(element, "WIDTH"), _number(element, "HEIGHT"))
            elif page is not None and tag in BLOCKS:
                page.start_block()
        elif tag == "TextLine" and page is not None:
            _add_line(page, element)
            element.clear()
        elif tag == "Page" and page is not None:
            yield page.made()
            page = None
            element.clear()


def _add_line(page: PageMaker, line: Any) -> None:
    page.start_line()
    strings = [child for child in line if child.tag.rpartition("}")[2] in {"String", "HYP"}]
    for place, string in enumerate(strings):
        if string.tag.rpartition("}")[2] == "HYP":
            continue
        follows = strings[place + 1] if place + 1 < len(strings) else None
        hyphen = follows.get("CONTENT", "-") if follows is not None and follows.tag.endswith("HYP") else ""
        text = (string.get("CONTENT") or "").removesuffix(hyphen) + hyphen
        box = (_number(string, "HPOS", line), _number(string, "VPOS", line),
               _number(string, "WIDTH"), _number(string, "HEIGHT", line))  # fmt: skip
        sure = _number(string, "WC")
        page.add(text, box, round(100 * sure) if string.get("WC") else USUAL_CONFIDENCE_PCT)


def _number(element: Any, name: str, other: Any = None) -> float:
    """Return a number an element gives, or that another gives in its place; 0 where neither does."""
    for one in (element, other):
        given = one.get(name) if one is not None else None
        if given:
            try:
                value = float(given)
            except ValueError:
                continue
            return value if math.isfinite(value) else 0.0
    return 0.0
