"""Read a mail (RFC 5322, MIME): its heading, its words, and what is attached to it."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import AddressHeader
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from archive.extract.errors import gettext_noop
from archive.extract.written.blocks import Block, Style, blocks_of_text
from archive.extract.written.decoding import decode
from archive.extract.written.errors import WrittenError
from archive.extract.written.html import blocks_of_html, decode_html

_FIELD = re.compile(rb"([!-9;-~]{1,76}):[ \t]?")
_MAIL_FIELDS = frozenset({b"from", b"to", b"date", b"subject", b"message-id", b"received", b"mime-version", b"cc"})
_FEWEST_FIELDS = 2
_MOST_LINES = 60
_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_LONGEST_FIELD = 2_000
_BROKEN = gettext_noop("This mail is damaged and cannot be read: %(detail)s.")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail: the name its sender gave it, its bytes."""

    name: str
    content: bytes


def looks_like_mail(head: bytes) -> bool:
    """Tell whether a file begins with the fields of a mail."""
    found: set[bytes] = set()
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()[:_MOST_LINES]
    for place, line in enumerate(lines):
        if not line:
            break
        field = _FIELD.match(line)
        if field:
            found.add(field[1].lower())
        elif not (line[:1] in b" \t" and place) and not (place == 0 and line.startswith(b"From ")):
            break
    named = found & _MAIL_FIELDS
    return len(named) >= _FEWEST_FIELDS and bool(named & {b"from", b"received", b"message-id"})


@dataclass(frozen=True, slots=True)
class Mail:
    """An open mail."""

    message: EmailMessage

    @property
    def subject(self) -> str:
        """Return the subject in one line."""
        return self.field("Subject")

    @property
    def sent_at(self) -> datetime | None:
        """Return when it was sent, by its own word."""
        try:
            return parsedate_to_datetime(self.field("Date"))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None

    def field(self, name: str) -> str:
        """Return a field of the heading in one line; nothing where it is not there or cannot be read."""
        try:
            value = self.message[name]
        except (ValueError, IndexError, AttributeError, TypeError, MessageError):
            value = None
        return " ".join(_without_surrogates(str(value or "")).split())[:_LONGEST_FIELD]

    def sender_names(self) -> list[str]:
        """Return the names of the people it is from, no addresses."""
        try:
            header = self.message["From"]
        except (ValueError, IndexError, AttributeError, TypeError, MessageError):
            return []
        if not isinstance(header, AddressHeader):
            return []
        return [name for one in header.addresses if (name := one.display_name.strip()) and "@" not in name]

    def facts(self) -> dict[str, str | list[str]]:
        """Return heading and names of the attachments as plain values."""
        found: dict[str, str | list[str]] = {name.lower(): value for name in _SHOWN if (value := self.field(name))}
        names = [_name(part, place) for place, part in enumerate(self._attached(), start=1)]
        return {**found, "attachments": names} if names else found

    def blocks(self) -> Iterator[Block]:
        """Yield the heading as mail programs print it, the words, and the names of what is attached."""
        heading = [f"{name}: {value}" for name in _SHOWN if (value := self.field(name))]
        if heading:
            yield Block("\n".join(heading), Style.KEPT)
        for part in self._words():
            yield from _blocks_of(part)
        for place, part in enumerate(self._attached(), start=1):
            yield Block(f"[{_name(part, place)}]")

    def attachments(self) -> Iterator[Attachment]:
        """Yield what is attached, a mail within the mail as a file of its own."""
        for place, part in enumerate(self._attached(), start=1):
            yield Attachment(_name(part, place), _content(part))

    def _leaves(self) -> Iterator[Message]:
        """Yield the parts that hold something; what is inside an attached mail is that mail's."""
        waiting: list[Message] = [self.message]
        while waiting:
            part = waiting.pop(0)
            if part.get_content_type() == "message/rfc822" and part is not self.message:
                yield part
            elif part.is_multipart():
                waiting[:0] = [each for each in part.get_payload() if isinstance(each, Message)]
            else:
                yield part

    def _words(self) -> Iterator[Message]:
        """Yield the parts that are the mail itself; of two forms of the same words the plain one."""
        texts = [part for part in self._leaves() if not _is_attached(part)]
        plain = [part for part in texts if part.get_content_type() != "text/html" and _has_words(part)]
        yield from plain or [part for part in texts if part.get_content_type() == "text/html"]

    def _attached(self) -> Iterator[Message]:
        return (part for part in self._leaves() if _is_attached(part))


def open_mail(path: Path) -> Mail:
    """Open a mail; raises WrittenError."""
    try:
        with path.open("rb") as stream:
            message = email.message_from_binary_file(stream, policy=email.policy.default)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise WrittenError(_BROKEN, detail=type(error).__name__) from error
    return Mail(message)


def _is_attached(part: Message) -> bool:
    if part.get_content_type() == "message/rfc822" or part.get_content_disposition() == "attachment":
        return True
    return bool(_filename(part)) or part.get_content_maintype() not in {"text", "multipart"}


def _has_words(part: Message) -> bool:
    return bool(_content(part).strip())


def _filename(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, IndexError, AttributeError, TypeError, LookupError, MessageError):
        return ""


def _name(part: Message, place: int) -> str:
    """Return an attachment's own name, without folders or signs that only machines read."""
    name = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", _without_surrogates(_filename(part)))
    name = name.replace("\\", "/").rpartition("/")[2].strip().lstrip(".")[-200:]
    if name:
        return name
    return f"{place}.eml" if part.get_content_type() == "message/rfc822" else f"{place}"


def _content(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        held = inner[0] if isinstance(inner, list) and inner else None
        return held.as_bytes(policy=email.policy.compat32) if isinstance(held, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _blocks_of(part: Message) -> Iterator[Block]:
    charset = str(part.get_content_charset() or "")
    content = _content(part)
    if part.get_content_type() == "text/html":
        yield from blocks_of_html(decode_html(content, charset))
        return
    yield from blocks_of_text(_decoded(content, charset))


def _decoded(content: bytes, charset: str) -> str:
    """Decode as the mail says, unless it does not say or says what cannot be."""
    try:
        return content.decode(charset) if charset else decode(content).text
    except (LookupError, UnicodeError):
        return decode(content).text


def _without_surrogates(text: str) -> str:
    """Return text that was sent as bare bytes in the letters they stand for."""
    if not any("\udc80" <= sign <= "\udcff" for sign in text):
        return text
    return decode(text.encode("utf-8", "surrogateescape")).text
