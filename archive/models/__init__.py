"""Models of the archive."""

from archive.models.asset import Asset
from archive.models.checksum import Checksum
from archive.models.document import Document
from archive.models.event import AssetEvent
from archive.models.page import Page
from archive.models.page_version import PageVersion
from archive.models.photo import Photo, PhotoRendition
from archive.models.preparation import Preparation
from archive.models.recognition import Recognition
from archive.models.recording import Recording
from archive.models.sidecar_metadata import SidecarMetadata
from archive.models.transcript import Cue, CueChange, Transcript
from archive.models.worker import WorkerLease

__all__ = [
    "Asset",
    "AssetEvent",
    "Checksum",
    "Cue",
    "CueChange",
    "Document",
    "Page",
    "PageVersion",
    "Photo",
    "PhotoRendition",
    "Preparation",
    "Recognition",
    "Recording",
    "SidecarMetadata",
    "Transcript",
    "WorkerLease",
]
