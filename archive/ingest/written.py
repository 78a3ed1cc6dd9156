"""Tell text, HTML and mail by their content, and check what of them can be set into pages."""

from __future__ import annotations

from pathlib import Path

from archive.extract.errors import ExtractError
from archive.extract.written.decoding import is_text
from archive.extract.written.html import decode_html, looks_like_html, title_of_html
from archive.extract.written.mail import looks_like_mail, open_mail
from archive.extract.written.reading import HTML, MAIL, TEXT
from archive.ingest.errors import IngestRefused, Reason, gettext_noop

MEBIBYTE = 1 << 20
MOST_TEXT_BYTES = 32 * MEBIBYTE
MOST_MAIL_BYTES = 100 * MEBIBYTE
_HEAD_BYTES = 65_536
_NEVER_TEXT = frozenset({"text/xml", "application/xml", "application/json", "image/svg+xml", "text/x-shellscript"})
"""Text to libmagic, and data or programs to people."""
_PLAYLIST = b"#EXTM3U"
"""Names films that lie elsewhere; it is none, and nobody's text."""
_OF_TEXT = ("text/", "message/", "application/csv", "application/octet-stream", "application/x-wine-extension-ini")


def written_type(head: bytes, libmagic: str) -> str:
    """Return the media type of text, HTML or mail by the beginning of a file, "" for anything else."""
    if (not libmagic.startswith(_OF_TEXT) and libmagic not in _NEVER_TEXT) or head.startswith(_PLAYLIST):
        return ""
    if looks_like_mail(head):
        return MAIL
    if looks_like_html(head):
        return HTML
    return TEXT if libmagic not in _NEVER_TEXT and is_text(head) else ""


def inspect_written(path: Path, media_type: str) -> str:
    """Return the title a file gives itself; raises ``IngestRefused`` (too large, damaged, nothing in it)."""
    limit = MOST_MAIL_BYTES if media_type == MAIL else MOST_TEXT_BYTES
    size_bytes = path.stat().st_size
    if size_bytes > limit:
        message = gettext_noop("This text has %(size)d MB; at most %(limit)d MB are taken. Split it.")
        params = {"size": -(-size_bytes // MEBIBYTE), "limit": limit // MEBIBYTE}
        raise IngestRefused(Reason.TOO_LARGE, message, **params)
    if media_type == MAIL:
        try:
            return open_mail(path).subject
        except ExtractError as error:
            raise IngestRefused(Reason.DAMAGED, error.message, **error.params) from error
    if media_type == HTML:
        with path.open("rb") as stream:
            return title_of_html(decode_html(stream.read(_HEAD_BYTES)))
    return ""
