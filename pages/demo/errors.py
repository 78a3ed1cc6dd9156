"""Name what can go wrong while the demonstration is built."""

from __future__ import annotations


class DemoError(Exception):
    """Base of the errors of the demonstration."""


class ContentFault(DemoError):
    """A data file of the demonstration is wrong; the message names file, entry and field."""


class FileNotTaken(DemoError):
    """The archive refused a file that the demonstration made."""
