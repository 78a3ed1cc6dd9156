"""Read a file of text, HTML or mail: its title, its blocks of text, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.extract.written.blocks import Block, blocks_of_text
from archive.extract.written.decoding import decode
from archive.extract.written.html import blocks_of_html, decode_html, title_of_html
from archive.extract.written.mail import open_mail

TEXT, HTML, MAIL = "text/plain", "text/html", "message/rfc822"
WRITTEN_TYPES = frozenset({TEXT, HTML, MAIL})


@dataclass(frozen=True, slots=True)
class Written:
    """What a file says: blocks to be set into pages, title, and facts as plain JSON values."""

    blocks: Iterable[Block]
    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def read_written(path: Path, media_type: str) -> Written:
    """Return the words of a file of one of ``WRITTEN_TYPES``; raises WrittenError."""
    if media_type == MAIL:
        mail = open_mail(path)
        said: dict[str, Any] = {"title": {"default": mail.subject}, "creators": mail.sender_names()}
        if mail.sent_at is not None:
            said["date_edtf"] = mail.sent_at.date().isoformat()
        return Written(mail.blocks(), mail.subject, {"mail": mail.facts(), "metadata": said})
    raw = path.read_bytes()
    if media_type == HTML:
        text = decode_html(raw)
        title = title_of_html(text)
        return Written(blocks_of_html(text), title, {"metadata": {"title": {"default": title}}} if title else {})
    decoded = decode(raw)
    return Written(blocks_of_text(decoded.text), "", {"charset": decoded.charset})
