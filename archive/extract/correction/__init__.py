"""Correct the words of a page by hand: single words, or the whole text with its boxes kept in place."""

from archive.extract.correction.comparing import Piece, compared, counts_of
from archive.extract.correction.edits import AddWord, CorrectionRefused, Edit, JoinWords, RemoveWord, SetWord, applied
from archive.extract.correction.realigning import WholeText, realigned
from archive.extract.correction.tongue import Tongue, tongue_of

__all__ = [
    "AddWord",
    "CorrectionRefused",
    "Edit",
    "JoinWords",
    "Piece",
    "RemoveWord",
    "SetWord",
    "Tongue",
    "WholeText",
    "applied",
    "compared",
    "counts_of",
    "realigned",
    "tongue_of",
]
