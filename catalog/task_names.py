"""Say the catalog's tasks to people, and what calling one off means."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext
from modelsearch.tasks import insert_or_update_object_task
from wagtail.tasks import delete_file_from_storage_task, update_reference_index_task

from archive.work.naming import Subject, Thing, name_task, name_things
from catalog import tasks
from catalog.errors import NotPossible
from catalog.models import BagExport, DeliveredCopy, Deposit, Manifest
from catalog.operations.deposits.change_course import cancel_deposit


def name_all() -> None:
    """Enter what the catalog's tasks are called and about."""
    name_things("deposit", _deposits)
    name_things("records", _records)
    name_things("copy", _copies)
    name_things("manifest", _manifests)
    name_things("bag", _bags)
    name_task(
        tasks.work_on, gettext_noop("Deposits"), gettext_noop("Take in the files of: %(thing)s"),
        lambda pk: Subject("deposit", pk), call_off=_call_off_deposit, can_stop=True,
    )  # fmt: skip
    name_task(
        tasks.tell_choosers, gettext_noop("Deposits"), gettext_noop("Enter in the choosers the files of: %(thing)s"),
        lambda pk: Subject("deposit", pk),
    )  # fmt: skip
    name_task(
        tasks.read_again, gettext_noop("Reading records again"), gettext_noop("Have read again: %(thing)s"),
        lambda record_ids, languages, user_id: Subject("records", len(record_ids)), call_off=_drop,
    )  # fmt: skip
    name_task(
        tasks.make_copy, gettext_noop("Copies to download"), gettext_noop("Make a copy to download of “%(thing)s”"),
        lambda pk, keeps_location: Subject("copy", pk),
    )  # fmt: skip
    name_task(
        tasks.work_on_table, gettext_noop("Manifests"), gettext_noop("Work on the manifest of: %(thing)s"),
        lambda pk: Subject("manifest", pk),
    )  # fmt: skip
    name_task(tasks.look_at_watched, gettext_noop("Watched folder"), gettext_noop("Look at the watched folder"))
    name_task(
        tasks.put_away_watched, gettext_noop("Watched folder"), gettext_noop("Put away the files of: %(thing)s"),
        lambda pk: Subject("deposit", pk),
    )  # fmt: skip
    name_task(tasks.pack, gettext_noop("Bags"), gettext_noop("Pack %(thing)s"), lambda pk: Subject("bag", pk))
    name_task(tasks.delete_old_bags, gettext_noop("Clearing up"), gettext_noop("Delete the bags whose time is over"))
    name_task(tasks.clear_up, gettext_noop("Clearing up"), gettext_noop("Delete stored files that nothing refers to"))
    name_task(tasks.report_damage, gettext_noop("Fixity reports"), gettext_noop("Tell of originals found damaged"))
    _name_upkeep()


def _name_upkeep() -> None:
    """Name what Wagtail does behind each change, which makes most lines of a busy day."""
    title = gettext_noop("Upkeep of the staff screens")
    name_task(update_reference_index_task, title, gettext_noop("Note where a file, record or page is used"))
    name_task(insert_or_update_object_task, title, gettext_noop("Enter a change into the search of the staff screens"))
    name_task(delete_file_from_storage_task, title, gettext_noop("Delete a file that was put away"))


def _deposits(keys: Collection[int]) -> Mapping[int, Thing]:
    found = Deposit.objects.filter(pk__in=keys).values_list("pk", flat=True)
    return {pk: _deposit(pk) for pk in found}


def _deposit(pk: int) -> Thing:
    title = gettext("Deposit %(number)s") % {"number": pk}
    return Thing(title, address=reverse("catalog_deposit_page", args=[pk]))


def _copies(keys: Collection[int]) -> Mapping[int, Thing]:
    rows = DeliveredCopy.objects.filter(pk__in=keys).select_related("record")
    return {row.pk: Thing(row.record.title_and_language()[0], asset=(row.kind, row.asset_id)) for row in rows}


def _manifests(keys: Collection[int]) -> Mapping[int, Thing]:
    rows = Manifest.objects.filter(pk__in=keys).values_list("pk", "deposit_id")
    return {pk: _deposit(deposit) for pk, deposit in rows}


def _bags(keys: Collection[int]) -> Mapping[int, Thing]:
    rows = BagExport.objects.filter(pk__in=keys).values_list("pk", "title")
    return {pk: Thing(title, address=reverse("catalog_exports")) for pk, title in rows}


def _records(counts: Collection[int]) -> Mapping[int, Thing]:
    return {count: Thing(ngettext("%(count)s record", "%(count)s records", count) % {"count": count})
            for count in counts}  # fmt: skip


def _call_off_deposit(deposit_id: int, user: Any) -> None:
    deposit = Deposit.objects.filter(pk=deposit_id).first()
    if deposit is not None:
        # One that is over, or being undone, has nothing to be stopped; its other tasks end at once.
        with contextlib.suppress(NotPossible):
            cancel_deposit(deposit=deposit)


def _drop(*_arguments: Any, user: Any) -> None:
    """Nothing waits for this task; without it all stays as it is."""
