"""Take one file in and describe it with a record, or say why not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext

from archive.choices import EventName
from archive.errors import DuplicateAsset
from archive.extract.transcripts import TranscriptError
from archive.ingest.errors import IngestRefused
from archive.ingest.inspect import inspect
from archive.ingest.sidecars import recording_beside
from archive.ingest.types import Inspection, Kind
from archive.ingest.walk import unreadable
from archive.limits import ingest_limits
from archive.models import Asset, Recording
from archive.operations.deposit_file import deposit_file, refuse_duplicate
from archive.operations.log_event import log_event
from archive.queries import asset_of
from archive.reasons import reason_of
from catalog.choices import Access
from catalog.kinds.registry import room_of
from catalog.models import Record, RecordAsset
from catalog.operations.attach_sidecars import attach_sidecar, attach_sidecars
from catalog.queries import records_of_asset

if TYPE_CHECKING:
    from catalog.models import Collection, User


class Outcome(StrEnum):
    """Say what became of a file."""

    INGESTED = "ingested"
    DUPLICATE = "duplicate"
    ATTACHED = "attached"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class IngestOrder:
    """Say how the files of one deposit are to be described; ``kind`` overrules what the content suggests."""

    collection: Collection | None = None
    access: str = Access.STAFF
    embargo_until: date | None = None
    user: User | None = None
    kind: Kind | None = None
    live: bool = True


@dataclass(frozen=True, slots=True)
class IngestResult:
    """Report one file: its path, what became of it, why, and the asset and record it belongs to."""

    path: str
    outcome: Outcome
    reason: str = ""
    message: str = ""
    kind: str = ""
    asset: int | None = None
    record: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the result as plain values."""
        return {**asdict(self), "outcome": self.outcome.value}


def ingest_file(*, path: Path, name: str, order: IngestOrder, original_name: str = "") -> IngestResult:
    """Inspect, store and describe one file; refusals and duplicates are results, not exceptions.

    ``name`` is how the file is reported; ``original_name`` overrides the path's own (an upload has a temporary one).
    """
    beside = None if original_name else recording_beside(path)
    try:
        if beside is not None:
            return _attach(path, beside, name, order)
        found = inspect(path, ingest_limits(), name=original_name or None, kind=order.kind)
        refuse_duplicate(found.sha256)
        return _take_in(found, name, order)
    except IngestRefused as refusal:
        message = gettext(refusal.message) % refusal.params
        return IngestResult(name, Outcome.REFUSED, refusal.reason_code.value, message)
    except TranscriptError as error:
        return IngestResult(name, Outcome.REFUSED, error.reason_code, str(reason_of(error)))
    except OSError as error:
        problem = unreadable(error)
        return IngestResult(name, Outcome.REFUSED, problem.reason_code.value, gettext(problem.message) % problem.params)
    except DuplicateAsset as duplicate:
        return _report_duplicate(name, order, duplicate)


def _take_in(found: Inspection, name: str, order: IngestOrder) -> IngestResult:
    with transaction.atomic():
        asset = deposit_file(inspection=found, user=order.user)
        record = _describe(asset, found, order)
        if isinstance(asset, Recording):
            attach_sidecars(recording=asset, path=found.path, user=order.user)
    return IngestResult(name, Outcome.INGESTED, kind=record.kind, asset=asset.pk, record=record.pid)


def _attach(path: Path, beside: Path, name: str, order: IngestOrder) -> IngestResult:
    """Keep a transcript with the recording it lies beside."""
    recording, message = attach_sidecar(path=path, beside=beside, user=order.user)
    if recording is None:
        return IngestResult(name, Outcome.ATTACHED, message=message)
    record = records_of_asset(recording.kind, recording.pk).first()
    pid = record.pid if record else ""
    return IngestResult(name, Outcome.ATTACHED, "", message, recording.kind, recording.pk, pid)


def _describe(asset: Asset, found: Inspection, order: IngestOrder) -> Record:
    record = Record(
        kind=asset.kind,
        original_title=found.suggested_title[:500],
        access=order.access,
        embargo_until=order.embargo_until,
        collection=order.collection,
        live=order.live,
    )
    record.save()
    RecordAsset.objects.create(record=record, sort_order=0, **{asset.kind: asset})
    room_of(record.kind).fill(record, asset)
    return record


def _report_duplicate(name: str, order: IngestOrder, duplicate: DuplicateAsset) -> IngestResult:
    asset = asset_of(duplicate.kind, duplicate.asset_id)
    log_event(asset, EventName.DUPLICATE_REFUSED, user=order.user, path=name)
    record = records_of_asset(duplicate.kind, duplicate.asset_id).first()
    message = gettext("The same file is already held; nothing was added.")
    pid = record.pid if record else ""
    return IngestResult(name, Outcome.DUPLICATE, "duplicate", message, duplicate.kind, duplicate.asset_id, pid)
