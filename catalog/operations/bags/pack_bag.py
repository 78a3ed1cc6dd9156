"""Pack an export a little at a time into a bag on the local disk, and store it when it is whole."""

from __future__ import annotations

import dataclasses
import logging
import shutil
import time
from bisect import bisect_right
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import F, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.bags import BagMark, BagWriter
from archive.models import AssetVersion
from archive.operations.requeue_tasks import MAX_ATTEMPTS
from archive.process_marks import is_running, process_mark
from archive.queries import MODELS
from archive.reasons import Reason, unforeseen
from archive.work.lease import living_leases
from archive.work.passing import is_disk_full
from catalog.bag_metadata import heading
from catalog.choices import BagState
from catalog.models import BagExport, Record, RecordAsset
from catalog.operations.bags.ask_for_bag import work_folder
from catalog.operations.bags.pack_record import RecordPacker, Wanted
from catalog.queries import for_display

logger = logging.getLogger(__name__)

TABLES = ("metadata.csv", "metadata.jsonl")
FETCHED = 50
MARK_BYTES = 256 << 20
MARK_SECONDS = 5
SPARE_BYTES = 1 << 30
KEPT_PROBLEMS = 1000
TOO_LARGE = gettext_noop("This would be %(size)s GB; at most %(most)s GB go into one export.")
NO_ROOM = gettext_noop("It needs %(size)s GB and the disk has %(free)s GB left. Free some space, then go on.")
DISK_FULL = Reason("disk_full", gettext_noop("The disk is full. Free some space, then go on."))
LOST = gettext_noop("The process that packed this ended %(times)s times before it was done.")
UNFORESEEN = gettext_noop("Something unforeseen happened while this was packed: %(detail)s")


class Stopped(Exception):
    """Raised within this module when the export was called off or another process has it; or by a ``reason``."""

    def __init__(self, reason: Reason | None = None) -> None:
        self.reason = reason
        super().__init__(reason.sentence if reason else "")


def pack_bag(*, export_id: int, seconds: float | None = None) -> bool:
    """Pack on, for some seconds or to the end; return whether something is left.

    One process at a time packs an export; after a kill the next goes on from the last mark. Trouble is left on the
    export as its reason, and what is packed stays to go on from.
    """
    export = _claim(export_id)
    if export is None:
        return False
    try:
        is_left = _pack(export, seconds)
    except Stopped as stopped:
        if stopped.reason is None:
            shutil.rmtree(work_folder(export), ignore_errors=True)
            return False
        return _fail(export, stopped.reason)
    except Exception as error:
        # Whatever goes wrong must leave an export that says so; the trace is for us.
        logger.exception("Export %s could not be packed", export_id)
        return _fail(export, DISK_FULL if is_disk_full(error) else unforeseen(error, UNFORESEEN))
    if is_left:
        _mine(export).update(claimed_by="", attempts=0)
    return is_left


def _claim(export_id: int) -> BagExport | None:
    export = BagExport.objects.filter(pk=export_id, state=BagState.WORKING).first()
    me = process_mark()
    if export is None or (export.claimed_by not in {"", me} and is_running(export.claimed_by, living_leases())):
        return None
    same = BagExport.objects.filter(pk=export_id, state=BagState.WORKING, claimed_by=export.claimed_by)
    if not same.update(claimed_by=me, worked_at=timezone.now(), attempts=F("attempts") + 1):
        return None
    return BagExport.objects.select_related("asked_by", "collection").get(pk=export_id)


def _mine(export: BagExport) -> QuerySet[BagExport]:
    return BagExport.objects.filter(pk=export.pk, state=BagState.WORKING, claimed_by=export.claimed_by)


def _fail(export: BagExport, reason: Reason) -> bool:
    _mine(export).update(state=BagState.FAILED, reason=reason, claimed_by="", ended_at=timezone.now())
    return False


def _pack(export: BagExport, seconds: float | None) -> bool:
    if export.attempts > MAX_ATTEMPTS:
        raise Stopped(Reason("process_lost", LOST, {"times": export.attempts - 1}))
    if not export.record_count:
        _measure(export)
    _check_room(export)
    started = marked = time.monotonic()
    with _writer(export) as writer:
        if not writer.tables["metadata.csv"].tell():
            writer.tables["metadata.csv"].write(heading())
        marked_bytes = writer.payload_bytes
        for record in _records(export):
            packer = RecordPacker(writer, record, Wanted(export.has_versions, export.has_texts))
            packer.pack()
            export.problems = [*export.problems, *packer.problems][:KEPT_PROBLEMS]
            export.last_record, export.done_count = record.pk, export.done_count + 1
            now = time.monotonic()
            if now - marked > MARK_SECONDS or writer.payload_bytes - marked_bytes > MARK_BYTES:
                _keep_mark(export, writer)
                marked, marked_bytes = now, writer.payload_bytes
            if seconds is not None and now - started > seconds:
                _keep_mark(export, writer)
                return True
        _keep_mark(export, writer)
        path = writer.finish(_info(export))
    _store(export, path)
    return False


def _writer(export: BagExport) -> BagWriter:
    """Open the bag where its mark says; begin anew where the work was on another machine's disk."""
    folder = work_folder(export)
    try:
        return BagWriter(folder, export.bag_name, BagMark(**export.mark), tables=TABLES)
    except FileNotFoundError:
        export.last_record = export.done_count = 0
        export.mark, export.problems = {}, []
        return BagWriter(folder, export.bag_name, BagMark(), tables=TABLES)


def _keep_mark(export: BagExport, writer: BagWriter) -> None:
    export.mark = dataclasses.asdict(writer.mark())
    kept = {name: getattr(export, name) for name in ("mark", "problems", "last_record", "done_count")}
    if not _mine(export).update(**kept, worked_at=timezone.now()):
        raise Stopped


def _keys(export: BagExport) -> QuerySet[Record]:
    records: QuerySet[Record] = Record.objects.all()
    return records.filter(collection=export.collection_key) if export.record_ids is None else records


def _records(export: BagExport) -> Iterator[Record]:
    """Yield the records after the last one packed, by key, a few at a time."""
    while True:
        found = for_display(_keys(export).filter(pk__gt=export.last_record)).order_by("pk")
        if export.record_ids is not None:
            start = bisect_right(export.record_ids, export.last_record)
            wanted = export.record_ids[start : start + FETCHED]
            if not wanted:
                return
            found = found.filter(pk__in=wanted)
            if not found.exists():
                export.last_record = wanted[-1]
                continue
        records = list(found[:FETCHED])
        if not records:
            return
        yield from records


def _measure(export: BagExport) -> None:
    """Count records and bytes; refuse what is larger than an export may be."""
    chunks: list[list[int] | None] = [None]
    if export.record_ids is not None:
        chunks = [export.record_ids[start : start + 500] for start in range(0, len(export.record_ids), 500)]
    count = size = 0
    for keys in chunks:
        records = _keys(export) if keys is None else Record.objects.filter(pk__in=keys)
        count += records.count()
        size += _bytes_of(records, has_versions=export.has_versions)
    _mine(export).update(record_count=count, expected_bytes=size)
    export.record_count, export.expected_bytes = count, size
    if size > settings.FONDS_EXPORT_MAX_BYTES:
        most = settings.FONDS_EXPORT_MAX_BYTES >> 30
        raise Stopped(Reason("too_large", TOO_LARGE, {"size": -(-size >> 30), "most": most}))


def _bytes_of(records: QuerySet[Record], *, has_versions: bool) -> int:
    total = 0
    for kind in MODELS:
        rows = RecordAsset.objects.filter(record__in=records.order_by().values("pk"), **{f"{kind}__isnull": False})
        total += rows.aggregate(size=Sum(f"{kind}__size_bytes"))["size"] or 0
        if has_versions:
            versions = AssetVersion.objects.filter(kind=kind, asset_id__in=rows.order_by().values(f"{kind}_id"))
            total += versions.aggregate(size=Sum("size_bytes"))["size"] or 0
    return total


def _check_room(export: BagExport) -> None:
    """Refuse to begin, or go on, where the disk would become full."""
    folder = work_folder(export).parent
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    left = max(0, export.expected_bytes - int(export.mark.get("payload_bytes", 0)))
    if left + left // 50 + SPARE_BYTES > free:
        said: dict[str, Any] = {"size": -(-left >> 30), "free": free >> 30}
        raise Stopped(Reason("no_room", NO_ROOM, said))


def _info(export: BagExport) -> dict[str, str]:
    """Return what bag-info.txt says (RFC 8493, 2.2.2)."""
    size = export.mark["payload_bytes"]
    return {
        "Source-Organization": str(settings.WAGTAIL_SITE_NAME),
        "Bagging-Date": f"{timezone.localdate():%Y-%m-%d}",
        "External-Identifier": export.uid.hex,
        "External-Description": export.title,
        "Bag-Size": f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{size / 1e6:.1f} MB",
        "Bag-Software-Agent": f"Fonds <{settings.WAGTAILADMIN_BASE_URL}>",
        "Record-Count": str(export.done_count),
        "Left-Out-Count": str(len(export.problems)),
    }


class _Movable(File):  # type: ignore[type-arg]
    """A file that a storage on the same disk moves instead of copying it."""

    def temporary_file_path(self) -> str:
        """Return where it lies."""
        return str(self.name)


def _store(export: BagExport, path: Path) -> None:
    if not _mine(export).update(worked_at=timezone.now()):
        raise Stopped
    size = path.stat().st_size
    default_storage.delete(export.stored_as)
    with path.open("rb") as packed:
        name = default_storage.save(export.stored_as, _Movable(packed, name=str(path)))
    now = timezone.now()
    expires = now + timedelta(days=settings.FONDS_EXPORT_DAYS)
    ended = {"state": BagState.READY, "name": name, "size_bytes": size, "ended_at": now, "expires_at": expires}
    if not _mine(export).update(**ended, claimed_by=""):
        default_storage.delete(name)
    shutil.rmtree(work_folder(export), ignore_errors=True)
