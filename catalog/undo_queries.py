"""Tell what stands in the way of undoing a deposit: what people have come to rely on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils.translation import gettext_noop
from wagtail.models import ModelLogEntry, ReferenceIndex

from archive.choices import AssetKind, EventName
from archive.models import AssetEvent, CueChange, Page
from archive.models.event import WITH_DEPOSIT
from archive.queries import MODELS
from archive.reasons import Reason
from catalog.choices import FileOutcome
from catalog.models import DepositFile, Record, RecordAsset

PUBLISHED = Reason("published", gettext_noop("Its record was published or unpublished by hand."))
EDITED = Reason("edited", gettext_noop("Its record was edited by a person."))
CORRECTED = Reason("corrected", gettext_noop("The text of its pages was corrected by a person."))
OTHER_FILES = Reason("other_files", gettext_noop("Its record shows other files too."))
USED = Reason("used", gettext_noop("Its file or record is used elsewhere: by another record, or on a page."))
RELIED_ON = Reason("relied_on", gettext_noop("Another deposit brought the same file and relies on this one."))
WORKED_ON = Reason("worked_on", gettext_noop("A person has worked on its transcript, its text or its picture."))
REPLACED = Reason("file_replaced", gettext_noop("A person has put another file in its place."))

BY_PEOPLE = (
    EventName.TRANSCRIPT_APPROVED,
    EventName.TRANSCRIPT_REMOVED,
    EventName.POSTER_CHOSEN,
)
ALSO_BY_DEPOSITS = (EventName.TRANSCRIPT_ADDED, EventName.TEXT_ATTACHED)


def undo_obstacles(rows: Sequence[DepositFile]) -> dict[int, Reason]:
    """Return why files of one deposit must be kept, by the key of their row, in a fixed number of queries.

    A file may go while nobody but its deposit has to do with it: its record has no revision, no edited field and no
    entry of a person in its log, shows no other file; nobody has changed the text of its pages, worked on its
    transcripts or given it a text; nothing else refers to file or record; no other deposit was told that the file is
    held.
    """
    records = {row.record_id for row in rows if row.record_id}
    by_log = _logged(records)
    edited = _edited(records)
    others = _with_other_files(records)
    used = _used(rows)
    relied = _relied_on(rows)
    corrected = _corrected(rows)
    worked_on = _worked_on(rows)
    replaced = _replaced(rows)
    found: dict[int, Reason] = {}
    for row in rows:
        record = row.record_id
        if record in by_log:
            found[row.pk] = by_log[record]
        elif record in edited:
            found[row.pk] = EDITED
        elif row.pk in corrected:
            found[row.pk] = CORRECTED
        elif row.pk in replaced:
            found[row.pk] = REPLACED
        elif row.pk in worked_on:
            found[row.pk] = WORKED_ON
        elif record in others:
            found[row.pk] = OTHER_FILES
        elif row.pk in used:
            found[row.pk] = USED
        elif row.pk in relied:
            found[row.pk] = RELIED_ON
    return found


def _logged(records: Collection[int]) -> dict[int, Reason]:
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Record),
        object_id__in=[str(pk) for pk in records],
        user_id__isnull=False,
    ).exclude(action="wagtail.create")
    found: dict[int, Reason] = {}
    for object_id, action in entries.values_list("object_id", "action"):
        is_publication = action in {"wagtail.publish", "wagtail.unpublish"}
        if is_publication or int(object_id) not in found:
            found[int(object_id)] = PUBLISHED if is_publication else EDITED
    return found


def _edited(records: Collection[int]) -> set[int]:
    touched = Record.objects.filter(pk__in=records).exclude(latest_revision=None, edited_fields=[])
    return set(touched.values_list("pk", flat=True))


def _corrected(rows: Sequence[DepositFile]) -> set[int]:
    """Return the rows whose document has a page that a person has changed the words of."""
    by_document = {row.asset_id: row.pk for row in rows if row.kind == AssetKind.DOCUMENT and row.asset_id is not None}
    pages = Page.objects.filter(document__in=by_document, version__gt=0).order_by()
    return {by_document[document] for document in pages.values_list("document_id", flat=True).distinct()}


def _worked_on(rows: Sequence[DepositFile]) -> set[int]:
    """Return the rows whose asset got a text, transcript or picture from a person, not by its deposit."""
    by_asset = {(row.kind, row.asset_id): row.pk for row in rows if row.asset_id is not None}
    keys = [asset_id for _kind, asset_id in by_asset]
    given = Q(name__in=ALSO_BY_DEPOSITS, user__isnull=False) & ~Q(detail__has_key=WITH_DEPOSIT)
    events = AssetEvent.objects.filter(Q(name__in=BY_PEOPLE) | given, asset_id__in=keys)
    worked = set(events.values_list("kind", "asset_id"))
    recordings = [asset_id for kind, asset_id in by_asset if kind == AssetKind.RECORDING]
    changed = CueChange.objects.filter(transcript__recording__in=recordings).order_by()
    worked |= {(AssetKind.RECORDING, key) for key in changed.values_list("transcript__recording", flat=True).distinct()}
    return {by_asset[asset] for asset in worked if asset in by_asset}


def _replaced(rows: Sequence[DepositFile]) -> set[int]:
    """Return the rows in the place of whose asset a person has put another file."""
    by_asset = {(row.kind, row.asset_id): row.pk for row in rows if row.asset_id is not None}
    events = AssetEvent.objects.filter(name=EventName.FILE_REPLACED, asset_id__in=[key for _kind, key in by_asset])
    return {by_asset[asset] for asset in events.values_list("kind", "asset_id") if asset in by_asset}


def _with_other_files(records: Collection[int]) -> set[int]:
    rows = RecordAsset.objects.filter(record__in=records).order_by()
    counted = rows.values("record").annotate(count=Count("pk")).filter(count__gt=1)
    return set(counted.values_list("record", flat=True))


def _used(rows: Sequence[DepositFile]) -> set[int]:
    """Return the rows whose asset another record shows, or whose asset or record Wagtail knows in use elsewhere."""
    by_asset = {(row.kind, row.asset_id): row for row in rows if row.asset_id is not None}
    by_record = {row.record_id: row for row in rows if row.record_id}
    used: set[int] = set()
    own = ContentType.objects.get_for_model(Record)
    for kind, model in MODELS.items():
        keys = [asset for of_kind, asset in by_asset if of_kind == kind]
        if not keys:
            continue
        shown = RecordAsset.objects.filter(**{f"{kind}__in": keys}).values_list(f"{kind}_id", "record_id")
        used |= {by_asset[kind, asset].pk for asset, record in shown if record != by_asset[kind, asset].record_id}
        for asset, source, key in _references(model, keys):
            row = by_asset[kind, asset]
            if (source, key) != (own.pk, str(row.record_id)):
                used.add(row.pk)
    for record, source, key in _references(Record, list(by_record)):
        if (source, key) != (own.pk, str(record)):
            used.add(by_record[record].pk)
    return used


def _references(model: type, keys: Iterable[int]) -> Iterable[tuple[int, int, str]]:
    """Yield the key referred to, and content type and key of what refers to it."""
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model), to_object_id__in=[str(key) for key in keys]
    )
    for to, source, key in rows.values_list("to_object_id", "base_content_type", "object_id"):
        yield int(to), source, key


def _relied_on(rows: Sequence[DepositFile]) -> set[int]:
    """Return the rows whose file another deposit brought again and was told is held."""
    by_asset = {(row.kind, row.asset_id): row for row in rows if row.asset_id is not None}
    same = Q()
    for kind in MODELS:
        same |= Q(kind=kind, asset_id__in=[asset for of_kind, asset in by_asset if of_kind == kind])
    found = DepositFile.objects.filter(same, outcome=FileOutcome.DUPLICATE)
    told = found.values_list("kind", "asset_id", "deposit_id")
    mine = ((by_asset[kind, asset], deposit) for kind, asset, deposit in told if asset is not None)
    return {row.pk for row, deposit in mine if deposit != row.deposit_id}
