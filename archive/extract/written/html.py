"""Make blocks of text of an HTML file; nothing of it but its words is kept, and nothing it names is fetched.

nh3 (Ammonia) parses it as a browser does and drops scripts, styles, frames and every attribute; what is left are a few
plain elements without any address, so pictures and sheets of other hosts are neither loaded nor named.
"""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser

import nh3

from archive.extract.written.blocks import Block, Style
from archive.extract.written.decoding import decode

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = frozenset(
    {"p", "div", "section", "article", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "hr", "caption",
     "figcaption", "header", "footer", "main", "address"}
)  # fmt: skip
_KEPT = frozenset({"*", "br", "td", "th", "pre"}) - {"*"} | _HEADINGS | _PARAGRAPHS
_DROPPED = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{0,1000})", re.IGNORECASE)
_HEAD = re.compile(
    rb"\s*(<!--.{0,4000}?-->\s*)*<(!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}\?>", re.IGNORECASE)
_HEAD_BYTES = 4_096


def looks_like_html(head: bytes) -> bool:
    """Tell whether a file begins as HTML does, an XML declaration before it or not."""
    text = decode(head[:_HEAD_BYTES]).text.lstrip("\ufeff").encode()
    declared = _DECLARED.match(text)
    return _HEAD.match(text, declared.end() if declared else 0) is not None


def decode_html(raw: bytes, charset: str = "") -> str:
    """Decode HTML by the set it is said to be in (by a mail), its mark, its own word, or its letters."""
    told = _CHARSET.search(raw[:_HEAD_BYTES])
    said = charset or (told[1].decode("ascii") if told else "")
    found = decode(raw)
    if found.charset.startswith("utf") or not said:
        return found.text
    try:
        return raw.decode(codecs.lookup(said).name, "replace")
    except (LookupError, UnicodeError):
        return found.text


def title_of_html(text: str) -> str:
    """Return the title a page gives itself, without markup."""
    found = _TITLE.search(text[:65_536])
    return " ".join(_unescaped(found[1]).split()) if found else ""


def blocks_of_html(text: str) -> list[Block]:
    """Return the words of a page as blocks, in their order."""
    cleaned = nh3.clean(
        text, tags=set(_KEPT), attributes={}, clean_content_tags=_DROPPED, strip_comments=True, link_rel=None
    )
    gathering = _Gathering()
    gathering.feed(cleaned)
    gathering.close()
    gathering.end()
    return gathering.blocks


class _Gathering(HTMLParser):
    """Walk over cleaned HTML and gather blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._style = Style.PARAGRAPH

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._pieces.append("\n")
        elif tag in {"td", "th"}:
            self._pieces.append("   ")
        elif tag in _HEADINGS:
            self.end(Style.HEADING)
        elif tag == "pre":
            self.end(Style.KEPT)
        else:
            self.end(self._style if self._style is Style.KEPT else Style.PARAGRAPH)
            if tag == "li":
                self._pieces.append("• ")

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"br", "td", "th"}:
            self.end(Style.PARAGRAPH if tag == "pre" or self._style is not Style.KEPT else self._style)

    def handle_data(self, data: str) -> None:
        self._pieces.append(data if self._style is Style.KEPT else re.sub(r"[ \t\r\n\f]+", " ", data))

    def end(self, following: Style = Style.PARAGRAPH) -> None:
        """Close the block at hand; what follows is set as told."""
        text = "".join(self._pieces)
        if self._style is not Style.KEPT:
            text = "\n".join(line.strip() for line in text.split("\n"))
        if text.strip(" \n•"):
            self.blocks.append(Block(text.strip("\n"), self._style))
        self._pieces, self._style = [], following


def _unescaped(text: str) -> str:
    gathering = _Gathering()
    gathering.feed(text)
    gathering.close()
    gathering.end()
    return " ".join(block.text for block in gathering.blocks)
