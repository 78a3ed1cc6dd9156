"""Read records and decide on their bytes; every read takes the audience that asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from archive.choices import AssetState, PageState
from archive.models import Asset, Page
from archive.queries import MODELS
from archive.waiting_queries import programs_awaited_by
from catalog.access import Audience, visible
from catalog.choices import CONTENT_LANGUAGES
from catalog.models import Agent, Place, Record, RecordAsset, Subject

Named = TypeVar("Named", Agent, Subject, Place)


def visible_records(audience: Audience) -> QuerySet[Record]:
    """Return the records an audience may see."""
    found: QuerySet[Record] = Record.objects.filter(visible(audience))
    return found


def for_list(records: QuerySet[Record]) -> QuerySet[Record]:
    """Add what a line of a list says of a record (its files, its identifiers), in a fixed number of queries."""
    return records.select_related("collection", "document_facts", "photo_facts", "recording_facts").prefetch_related(
        Prefetch(
            "record_assets", RecordAsset.objects.select_related("photo", "document", "recording").order_by("sort_order")
        ),
        "identifiers",
    )


def for_display(records: QuerySet[Record]) -> QuerySet[Record]:
    """Add all that is said of a record, names among it, in a fixed number of queries however many there are."""
    return for_list(records).prefetch_related("record_agents__agent", "subjects", "places")


def record_by_pid(pid: str, audience: Audience) -> Record:
    """Return one visible record by permanent id; raises Record.DoesNotExist where it is absent or hidden."""
    return for_display(visible_records(audience)).get(pid=pid)


def asset_by_uid(kind: str, uid: UUID) -> Asset | None:
    """Return an asset by kind and opaque id."""
    model = MODELS.get(kind)
    found: Asset | None = model.objects.filter(uid=uid).first() if model else None
    return found


def may_see_asset(audience: Audience, asset: Asset) -> bool:
    """Say whether an audience may have an asset's bytes: it must be allowed to see every record that shows it.

    An asset no record describes is the staff's alone.
    """
    if audience.sees_everything:
        return True
    rows = RecordAsset.objects.filter(**{asset.kind: asset.pk})
    seen = Count("pk", filter=visible(audience, prefix="record__"))
    counts = rows.aggregate(all=Count("pk"), seen=seen)
    return bool(counts["all"]) and counts["all"] == counts["seen"]


def representative(record: Record) -> RecordAsset | None:
    """Return the row whose asset stands for the record in lists: the marked one, else the first."""
    rows = list(record.record_assets.all())
    return next((row for row in rows if row.is_representative), rows[0] if rows else None)


def records_of_asset(kind: str, asset_id: int) -> QuerySet[Record]:
    """Return the records that show an asset."""
    found: QuerySet[Record] = Record.objects.filter(**{f"record_assets__{kind}": asset_id})
    return found


def page_in_record(record: Record, document_id: int, number: int) -> int:
    """Return the number in a record of a page of one of its documents; their pages count through."""
    before = 0
    rows = RecordAsset.objects.filter(record=record, document__isnull=False).order_by("sort_order")
    for key, pages in rows.values_list("document_id", "document__page_count"):
        if key == document_id:
            break
        before += pages
    return before + number


def authorities_named(model: type[Named], text: str, *, exact: bool = False) -> QuerySet[Named]:
    """Return agents, subjects or places whose name in any language contains (or, if ``exact``, is) a text."""
    lookup = "iexact" if exact else "icontains"
    wanted = Q()
    # SQLite folds the case of ASCII letters only, so Cyrillic is asked for as people write it.
    for written in case_variants(text):
        for code in CONTENT_LANGUAGES:
            wanted |= Q(**{f"label_{code}__{lookup}": written})
    return model._default_manager.filter(wanted).order_by("slug")


def case_variants(text: str) -> list[str]:
    """Return a text as typed, in small letters, with a capital and in capitals; once each."""
    if text.isascii():
        return [text]
    return list(dict.fromkeys([text, text.lower(), text[:1].upper() + text[1:].lower(), text.upper()]))


@dataclass(frozen=True, slots=True)
class Reading:
    """Say how far the files of a record have been read; pages are those laid out so far."""

    files: int = 0
    open_files: int = 0
    failed_files: int = 0
    locked_files: int = 0
    pages: int = 0
    read_pages: int = 0
    parked_pages: int = 0
    awaited: str = ""
    """A program that is not installed, which a file waits for."""

    @property
    def is_open(self) -> bool:
        """Say whether anything still waits or is being read."""
        return self.open_files > 0


def readings(records: Iterable[Record]) -> dict[int, Reading]:
    """Return the reading of each record by key, in five queries however many records there are."""
    ids = [record.pk for record in records]
    counts: dict[int, Counter[str]] = {pk: Counter() for pk in ids}
    open_files: dict[tuple[str, int], list[int]] = {}
    for kind in MODELS:
        rows = RecordAsset.objects.filter(**{"record__in": ids, f"{kind}__isnull": False})
        for record_id, asset_id, state in rows.values_list("record_id", f"{kind}_id", f"{kind}__state"):
            if state in {AssetState.WAITING, AssetState.WORKING}:
                open_files.setdefault((kind, asset_id), []).append(record_id)
            counts[record_id]["files"] += 1
            counts[record_id]["open_files"] += state in {AssetState.WAITING, AssetState.WORKING}
            counts[record_id]["failed_files"] += state == AssetState.FAILED
            counts[record_id]["locked_files"] += state == AssetState.LOCKED
    pages = Page.objects.filter(document__record_assets__record__in=ids).order_by()
    per_state = pages.values_list("document__record_assets__record", "state").annotate(count=Count("pk"))
    for record_id, state, count in per_state:
        counts[record_id]["pages"] += count
        counts[record_id]["read_pages"] += count if state == PageState.READY else 0
        counts[record_id]["parked_pages"] += count if state == PageState.PARKED else 0
    programs = programs_awaited_by(open_files).items()
    awaited = {record_id: program for asset, program in programs for record_id in open_files[asset]}
    return {pk: Reading(**found, awaited=awaited.get(pk, "")) for pk, found in counts.items()}


Hidden = AbstractSet[tuple[str, int]]
"""Kind and key of files that another, stricter record closes."""


def is_closed(asset: Asset, hidden: Hidden) -> bool:
    """Say whether a file is among those that are closed."""
    return (str(asset.kind), asset.pk) in hidden


def is_whole(record: Record, hidden: Hidden) -> bool:
    """Say whether none of a record's files is closed; else what was counted or read of its files must not be told."""
    return not hidden or not any(is_closed(row.asset, hidden) for row in record.record_assets.all())


def hidden_assets(records: Iterable[Record], audience: Audience) -> set[tuple[str, int]]:
    """Return kind and key of those assets of the given records that another, stricter record closes; one query."""
    if audience.sees_everything:
        return set()
    shown = [row for record in records for row in record.record_assets.all()]
    same = Q()
    for kind in MODELS:
        keys = [getattr(row, f"{kind}_id") for row in shown if getattr(row, f"{kind}_id")]
        same |= Q(**{f"{kind}__in": keys})
    closed = RecordAsset.objects.filter(same).exclude(visible(audience, prefix="record__"))
    return {
        (kind, key)
        for row in closed.values(*(f"{kind}_id" for kind in MODELS))
        for kind in MODELS
        if (key := row[f"{kind}_id"]) is not None
    }
