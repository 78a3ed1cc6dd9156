"""Read the metadata embedded in images: EXIF, IPTC-IIM and XMP, through exiftool."""

from archive.extract.metadata.errors import (
    ExiftoolMissing,
    MetadataError,
    MetadataTimeout,
    MetadataUnreadable,
)
from archive.extract.metadata.limits import ExiftoolLimits
from archive.extract.metadata.reading import read_many, read_metadata
from archive.extract.metadata.types import LocalizedText, PhotoMetadata, PlaceParts, Position

__all__ = [
    "ExiftoolLimits",
    "ExiftoolMissing",
    "LocalizedText",
    "MetadataError",
    "MetadataTimeout",
    "MetadataUnreadable",
    "PhotoMetadata",
    "PlaceParts",
    "Position",
    "read_many",
    "read_metadata",
]
