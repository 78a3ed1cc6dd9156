"""Models of the catalog."""

from catalog.kinds.document.models import DocumentFacts
from catalog.kinds.photo.models import PhotoFacts
from catalog.kinds.recording.models import RecordingFacts
from catalog.models.api_key import ApiKey
from catalog.models.authority import Agent, Place, Subject
from catalog.models.bag_export import BagExport
from catalog.models.collection import Collection
from catalog.models.delivery import DeliveredCopy, DownloadCount, DownloadStatement
from catalog.models.deposit import Deposit, DepositFile
from catalog.models.leavings import LeavingsTurn
from catalog.models.manifest import ColumnMapping, Manifest, ManifestRow
from catalog.models.record import Record
from catalog.models.relations import RecordAgent, RecordAsset, RecordIdentifier
from catalog.models.upload import ResumableUpload
from catalog.models.user import User
from catalog.models.watched import WatchedFile

__all__ = [
    "Agent",
    "ApiKey",
    "BagExport",
    "Collection",
    "ColumnMapping",
    "DeliveredCopy",
    "Deposit",
    "DepositFile",
    "DocumentFacts",
    "DownloadCount",
    "DownloadStatement",
    "LeavingsTurn",
    "Manifest",
    "ManifestRow",
    "PhotoFacts",
    "Place",
    "Record",
    "RecordAgent",
    "RecordAsset",
    "RecordIdentifier",
    "RecordingFacts",
    "ResumableUpload",
    "Subject",
    "User",
    "WatchedFile",
]
