"""Take files and folders as they come: walk over them, inspect each, refuse with a reason."""

from archive.ingest.errors import IngestRefused, Reason
from archive.ingest.inspection import inspect
from archive.ingest.types import Found, IngestLimits, Inspection, Kind, Note, Refused
from archive.ingest.walk import walk

__all__ = [
    "Found",
    "IngestLimits",
    "IngestRefused",
    "Inspection",
    "Kind",
    "Note",
    "Reason",
    "Refused",
    "inspect",
    "walk",
]
