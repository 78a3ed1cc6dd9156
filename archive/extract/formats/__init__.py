"""Tell formats by the signatures of PRONOM, as the program Siegfried knows them, in a process of its own."""

from archive.extract.formats.identifying import Identified, edition, identify
from archive.extract.formats.risks import is_at_risk

__all__ = ["Identified", "edition", "identify", "is_at_risk"]
