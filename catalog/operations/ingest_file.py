"""Take one file in and describe it with a record, or say why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_noop

from archive.choices import EventName
from archive.errors import DuplicateAsset
from archive.extract.errors import ExtractError
from archive.extract.sidecars import scan_beside, sidecar_beside
from archive.ingest.companions import beside
from archive.ingest.errors import IngestRefused
from archive.ingest.inspect import inspect
from archive.ingest.sidecars import recording_beside
from archive.ingest.types import Inspection, Kind
from archive.ingest.walk import unreadable
from archive.limits import ingest_limits
from archive.models import Asset, Document, Recording
from archive.operations.deposit_file import deposit_file
from archive.operations.discard_stored import discard_stored
from archive.operations.enter_in_choosers import choosers_left
from archive.operations.log_event import log_event
from archive.queries import asset_of
from archive.reasons import Reason, reason_of, reason_of_refusal
from catalog.choices import Access
from catalog.kinds.registry import room_of
from catalog.models import Record, RecordAsset
from catalog.operations.attach_sidecars import attach_sidecar, attach_sidecars
from catalog.operations.attach_texts import attach_text_beside, attach_text_file
from catalog.operations.attach_xmp import attach_xmp_beside, attach_xmp_file
from catalog.operations.enter_references import enter_references, references_left
from catalog.operations.find_page_text import scan_of_text
from catalog.operations.touch_records import touches_left
from catalog.queries import records_of_asset

if TYPE_CHECKING:
    from catalog.models import Collection, User


class Outcome(StrEnum):
    """Say what became of a file."""

    INGESTED = "ingested"
    DUPLICATE = "duplicate"
    ATTACHED = "attached"
    REFUSED = "refused"


NO_REASON = Reason()


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
    why: Reason = NO_REASON
    kind: str = ""
    asset: int | None = None
    record: str = ""
    record_id: int | None = None
    sha256: str = ""
    size_bytes: int = 0

    @property
    def reason(self) -> str:
        """Return the reason's code."""
        return self.why.code

    @property
    def message(self) -> str:
        """Return the reason's sentence in the language of the moment."""
        return str(self.why)

    def as_json(self) -> dict[str, object]:
        """Return what is printed of the result, as plain values."""
        return {
            "path": self.path,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "message": self.message,
            "kind": self.kind,
            "asset": self.asset,
            "record": self.record,
        }


Seal = Callable[[IngestResult], None]
"""Told the result inside the transaction that makes it, so that neither can be without the other."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What accompanies a file: how it is reported, its sender's own name, the id its asset is to have, and who is told.

    ``original_name`` overrides the path's own (an upload has a temporary one), ``max_bytes`` the site's largest size.
    """

    name: str
    original_name: str = ""
    uid: UUID | None = None
    seal: Seal = lambda _result: None
    max_bytes: int | None = None


EARLIER_VERSION = Reason(
    "earlier_version", gettext_noop("The same file is held as an earlier version of another; nothing was added.")
)
DUPLICATE = Reason("duplicate", gettext_noop("The same file is already held; nothing was added."))


def ingest_file(*, path: Path, slip: Slip, order: IngestOrder) -> IngestResult:
    """Inspect, store and describe one file; refusals and duplicates are results, not exceptions."""
    try:
        attached = None if slip.original_name else _attach(path, slip, order)
        if attached is not None:
            return attached
        found = inspect(
            path, ingest_limits(slip.max_bytes), name=slip.original_name or None, kind=_told_kind(path, slip, order)
        )
        return _take_in(found, slip, order)
    except IngestRefused as refusal:
        return refuse_file(slip=slip, why=reason_of_refusal(refusal))
    except ExtractError as error:
        return refuse_file(slip=slip, why=reason_of(error))
    except DuplicateAsset as duplicate:
        return _report_duplicate(found, slip, order, duplicate)


def refuse_file(*, slip: Slip, why: Reason) -> IngestResult:
    """Report a file that is not taken in."""
    result = IngestResult(slip.name, Outcome.REFUSED, why)
    slip.seal(result)
    return result


def _take_in(found: Inspection, slip: Slip, order: IngestOrder) -> IngestResult:
    uid = slip.uid or uuid4()
    try:
        with transaction.atomic():
            with references_left(), choosers_left():
                asset = deposit_file(inspection=found, user=order.user, uid=uid)
                record = _describe(asset, found, order)
            enter_references(record)
            if isinstance(asset, Recording) and not slip.original_name:
                attach_sidecars(recording=asset, path=found.path, user=order.user)
            elif isinstance(asset, Document) and not slip.original_name:
                attach_text_beside(document=asset, path=found.path, user=order.user)
            if not slip.original_name:
                attach_xmp_beside(asset=asset, path=found.path, user=order.user)
            result = IngestResult(
                slip.name, Outcome.INGESTED, kind=record.kind, asset=asset.pk, record=record.pid, record_id=record.pk,
                sha256=found.sha256, size_bytes=found.size_bytes,
            )  # fmt: skip
            slip.seal(result)
    except BaseException:
        # The row is rolled back; its stored file would stay.
        discard_stored(uid=uid)
        raise
    return result


def _told_kind(path: Path, slip: Slip, order: IngestOrder) -> Kind | None:
    """Return the kind a file is told to be; an image that comes with the text of its page is a document."""
    try:
        has_text = not slip.original_name and sidecar_beside(path) is not None
    except OSError:
        has_text = False
    return order.kind or (Kind.DOCUMENT if has_text else None)


def _attach(path: Path, slip: Slip, order: IngestOrder) -> IngestResult | None:
    """Keep a transcript with the recording, or a text with the document, that it lies beside; None for other files."""
    try:
        with transaction.atomic():
            asset: Asset | None
            if (recording := recording_beside(path)) is not None:
                asset, why = attach_sidecar(path=path, beside=recording, user=order.user)
            elif (scan := scan_beside(path) or scan_of_text(path=path, kind=order.kind)) is not None:
                asset, why = attach_text_file(path=path, beside=scan, user=order.user)
            elif (described := beside(path)) is not None:
                asset, why = attach_xmp_file(path=path, beside=described, user=order.user)
            else:
                return None
            result = attached(asset, why, slip)
            slip.seal(result)
    except OSError as error:
        raise unreadable(error) from error
    return result


def attached(asset: Asset | None, why: Reason, slip: Slip) -> IngestResult:
    """Report a file that is kept with another."""
    result = IngestResult(slip.name, Outcome.ATTACHED, why)
    if asset is None:
        return result
    record = records_of_asset(asset.kind, asset.pk).first()
    pid, record_id = (record.pid, record.pk) if record else ("", None)
    return replace(result, kind=asset.kind, asset=asset.pk, record=pid, record_id=record_id)


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
    # The record is new in this transaction, and announced by its own save.
    with touches_left():
        RecordAsset.objects.create(record=record, sort_order=0, **{asset.kind: asset})
        # Nothing has been read of the file yet.
        room_of(record.kind).fill(record, asset, {})
    return record


def _report_duplicate(found: Inspection, slip: Slip, order: IngestOrder, held: DuplicateAsset) -> IngestResult:
    with transaction.atomic():
        asset = asset_of(held.kind, held.asset_id)
        log_event(asset, EventName.DUPLICATE_REFUSED, user=order.user, path=slip.name)
        why = DUPLICATE if asset.sha256 == found.sha256 else EARLIER_VERSION
        record = records_of_asset(held.kind, held.asset_id).first()
        result = IngestResult(
            slip.name, Outcome.DUPLICATE, why, held.kind, held.asset_id, record.pid if record else "",
            record.pk if record else None, found.sha256, found.size_bytes,
        )  # fmt: skip
        slip.seal(result)
    return result
