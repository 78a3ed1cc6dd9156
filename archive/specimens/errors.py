"""Name what can go wrong while a specimen is made."""

from __future__ import annotations


class SpecimenError(Exception):
    """Base of every error of this package."""


class FontMissing(SpecimenError):
    """A typeface is not installed; the message names the Debian package that brings it."""


class LettersMissing(SpecimenError):
    """A typeface has no glyph for some letters of the text that is to be set in it."""


class TextDoesNotFit(SpecimenError):
    """A text needs more pages than its caller allows."""


class ProgramMissing(SpecimenError):
    """A program that a specimen needs is not installed; the message names its Debian package."""


class MetadataNotWritten(SpecimenError):
    """exiftool refused to write metadata into a picture."""
