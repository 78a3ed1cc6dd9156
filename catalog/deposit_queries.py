"""Read deposits: their counts, their pace, and what stands in the way of undoing them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.models import ModelLogEntry, ReferenceIndex

from archive.choices import AssetKind
from archive.models import Page
from archive.process_marks import is_running
from archive.queries import MODELS
from archive.reasons import Reason
from archive.work.lease import living_leases
from catalog.choices import DepositState, FileOutcome
from catalog.models import Deposit, DepositFile, Record, RecordAsset
from catalog.models.deposit import OPEN_OUTCOMES, RUNNING_STATES

PACE_WINDOW = timedelta(seconds=60)

PUBLISHED = Reason("published", gettext_noop("Its record was published or unpublished by hand."))
EDITED = Reason("edited", gettext_noop("Its record was edited by a person."))
CORRECTED = Reason("corrected", gettext_noop("The text of its pages was corrected by a person."))
OTHER_FILES = Reason("other_files", gettext_noop("Its record shows other files too."))
USED = Reason("used", gettext_noop("Its file or record is used elsewhere: by another record, or on a page."))
RELIED_ON = Reason("relied_on", gettext_noop("Another deposit brought the same file and relies on this one."))


def tally_of(deposit_id: int) -> dict[str, int]:
    """Return how many files of a deposit have each outcome."""
    return tallies([deposit_id]).get(deposit_id, {})


def tallies(deposit_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Return the counts of several deposits, in one query."""
    rows = DepositFile.objects.filter(deposit__in=deposit_ids).order_by()
    found: dict[int, dict[str, int]] = {}
    for deposit_id, outcome, count in rows.values_list("deposit", "outcome").annotate(count=Count("pk")):
        found.setdefault(deposit_id, {})[outcome] = count
    return found


@dataclass(frozen=True, slots=True)
class Course:
    """Say how a deposit runs: its counts, files a second over the last minute, seconds left at that pace."""

    state: str
    tally: dict[str, int]
    is_running: bool
    is_interrupted: bool
    pace: float = 0.0

    @property
    def total(self) -> int:
        """Return how many files are known; an archive counts by its members."""
        return sum(self.tally.values()) - self.tally.get(FileOutcome.UNPACKED, 0)

    @property
    def left(self) -> int:
        """Return how many have no outcome yet."""
        return sum(self.tally.get(outcome, 0) for outcome in OPEN_OUTCOMES)

    @property
    def done(self) -> int:
        """Return how many have their outcome."""
        return self.total - self.left

    @property
    def share_pct(self) -> int:
        """Return how much is done."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def may_be_stopped(self) -> bool:
        """Say whether there is something to stop; an interrupted one may be, to be undone."""
        return self.state in RUNNING_STATES

    @property
    def may_go_on(self) -> bool:
        """Say whether there is something to go on with, and nobody does."""
        return self.is_interrupted or (self.state == DepositState.CANCELED and (self.left > 0 or not self.total))

    @property
    def may_be_undone(self) -> bool:
        """Say whether it is over."""
        return self.state in {DepositState.ENDED, DepositState.CANCELED}

    @property
    def seconds_left(self) -> int | None:
        """Return how long the rest takes at the present pace; None while that is not known."""
        return round(self.left / self.pace) if self.pace and self.left else None


def course_of(deposit: Deposit) -> Course:
    """Return how a deposit runs at this moment."""
    found = courses_of([deposit])[deposit.pk]
    return replace(found, pace=_pace(deposit)) if found.is_running else found


def courses_of(deposits: Sequence[Deposit]) -> dict[int, Course]:
    """Return how deposits run, by key, without their pace, in two queries; the counts of one that is over are kept."""
    over = {DepositState.ENDED, DepositState.UNDONE}
    changing = [deposit.pk for deposit in deposits if deposit.state not in over or not deposit.tally]
    counted = tallies(changing)
    living = living_leases()
    courses = {}
    for deposit in deposits:
        interrupted = is_interrupted(deposit, living)
        tally = counted.get(deposit.pk, {}) if deposit.pk in changing else deposit.tally
        courses[deposit.pk] = Course(deposit.state, tally, _is_under_way(deposit) and not interrupted, interrupted)
    return courses


def _is_under_way(deposit: Deposit) -> bool:
    return deposit.state in {*RUNNING_STATES, DepositState.UNDOING}


def is_interrupted(deposit: Deposit, living: Collection[str]) -> bool:
    """Say whether the command that worked on a deposit is gone, with work left."""
    return deposit.state in RUNNING_STATES and bool(deposit.runner) and not is_running(deposit.runner, living)


def _pace(deposit: Deposit) -> float:
    """Return files settled a second, over the last minute or since the work was begun."""
    now = timezone.now()
    since = max(now - PACE_WINDOW, deposit.started_at or deposit.opened_at)
    settled = DepositFile.objects.filter(deposit=deposit, settled_at__gte=since).count()
    seconds = (now - since).total_seconds()
    return settled / seconds if settled and seconds >= 1 else 0.0


def undo_obstacles(rows: Sequence[DepositFile]) -> dict[int, Reason]:
    """Return why files must be kept, by the key of their row, in a fixed number of queries.

    A file may go while nobody but its deposit has to do with it: its record has no revision, no edited field and no
    entry of a person in its log, shows no other file; nobody has changed the text of its pages; nothing else refers to
    file or record; no other deposit was told that the file is held.
    """
    records = {row.record_id for row in rows if row.record_id}
    by_log = _logged(records)
    edited = _edited(records)
    others = _with_other_files(records)
    used = _used(rows)
    relied = _relied_on(rows)
    corrected = _corrected(rows)
    found: dict[int, Reason] = {}
    for row in rows:
        record = row.record_id
        if record in by_log:
            found[row.pk] = by_log[record]
        elif record in edited:
            found[row.pk] = EDITED
        elif row.pk in corrected:
            found[row.pk] = CORRECTED
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
