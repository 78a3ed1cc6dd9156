"""Name every reason for which a file is not taken in, in one family with stable codes."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Stable reason codes; they are stored in events and printed by ``manage.py ingest --json``."""

    EMPTY = "empty"
    UNSUPPORTED_TYPE = "unsupported_type"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    NO_STREAMS = "no_streams"
    PROGRAM_MISSING = "program_missing"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    SYMLINK = "symlink"
    SYSTEM_FILE = "system_file"
    UNSAFE_PATH = "unsafe_path"
    PACKED_TOO_TIGHTLY = "packed_too_tightly"
    TOO_MANY_FILES = "too_many_files"
    NESTED_ARCHIVE = "nested_archive"
    BAG_MISMATCH = "bag_mismatch"
    BAG_MISSING = "bag_missing"
    BAG_STRAY = "bag_stray"
    MANIFEST_UNREADABLE = "manifest_unreadable"
    MANIFEST_TOO_LARGE = "manifest_too_large"


class IngestRefused(Exception):
    """A file that is not taken in.

    ``reason_code`` is stable; ``message`` is the English msgid of one sentence with named
    ``%(…)s`` places and ``params`` fills them, so that a view can write
    ``gettext(refusal.message) % refusal.params``. ``sentence`` is the finished English sentence.
    """

    def __init__(self, reason_code: Reason, message: str, **params: object) -> None:
        self.reason_code = reason_code
        self.message = message
        self.params = params
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """Return the finished English sentence: what is wrong and what to do."""
        return self.message % self.params if self.params else self.message


def gettext_noop(message: str) -> str:
    """Mark an English sentence for translation; this package knows no Django."""
    return message
