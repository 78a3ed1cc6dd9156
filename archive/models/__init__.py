"""Models of the archive."""

from archive.models.asset import Asset
from archive.models.checksum import Checksum
from archive.models.document import Document
from archive.models.event import AssetEvent
from archive.models.fixity import FAILED_STATES, FixityCheck, FixityPace
from archive.models.format import FileFormat
from archive.models.likeness import PhotoHash, SimilarPair
from archive.models.page import Page
from archive.models.page_version import PageVersion
from archive.models.photo import Photo, PhotoRendition
from archive.models.preparation import Preparation
from archive.models.recognition import Recognition
from archive.models.recording import Recording
from archive.models.replacement import AssetVersion, Replacement
from archive.models.sidecar_metadata import SidecarMetadata
from archive.models.transcript import Cue, CueChange, Transcript
from archive.models.wait import Wait
from archive.models.work_claim import WorkClaim
from archive.models.work_order import WorkOrder
from archive.models.worker import WorkerLease

__all__ = [
    "FAILED_STATES",
    "Asset",
    "AssetEvent",
    "AssetVersion",
    "Checksum",
    "Cue",
    "CueChange",
    "Document",
    "FileFormat",
    "FixityCheck",
    "FixityPace",
    "Page",
    "PageVersion",
    "Photo",
    "PhotoHash",
    "PhotoRendition",
    "Preparation",
    "Recognition",
    "Recording",
    "Replacement",
    "SidecarMetadata",
    "SimilarPair",
    "Transcript",
    "Wait",
    "WorkClaim",
    "WorkOrder",
    "WorkerLease",
]
