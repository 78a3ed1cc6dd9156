"""Keep every asset known by its checksum and have it examined, whichever door it came through."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult
from modelsearch.index import remove_object

from archive.models import (
    Asset,
    AssetVersion,
    Checksum,
    Document,
    FileFormat,
    FixityCheck,
    Photo,
    Recording,
    Replacement,
    SidecarMetadata,
    Wait,
)
from archive.operations.check_due import take_turn
from archive.operations.compare_photos import take_turn_to_compare
from archive.operations.enter_in_choosers import is_left
from archive.operations.enter_originals import enter_original
from archive.operations.give_up_asset import not_done
from archive.operations.identify_formats import take_turn_to_identify, wait_for_format
from archive.operations.put_off_task import put_off_task
from archive.operations.reclaim_replacements import reclaim_replacements
from archive.signals import work_missed
from archive.tasks import (
    check_originals,
    compare,
    enqueue_examination,
    enqueue_forgetting,
    enqueue_with_commit,
    enter,
    tell_formats,
)
from archive.work.naming import kind_of
from archive.work.passing import passing_trouble


@receiver(post_save, sender=Photo)
@receiver(post_save, sender=Document)
@receiver(post_save, sender=Recording)
def enter_in_chooser(instance: Asset, raw: bool = False, **_: Any) -> None:
    """Have Wagtail's choosers know a file that was saved."""
    if not raw and not is_left():
        enqueue_with_commit(enter, instance.kind, instance.pk)


@receiver(post_delete, sender=Photo)
@receiver(post_delete, sender=Document)
@receiver(post_delete, sender=Recording)
def leave_choosers(instance: Asset, **_: Any) -> None:
    """Have Wagtail's choosers forget a file that is gone."""
    remove_object(instance)


@receiver(post_save, sender=Photo)
@receiver(post_save, sender=Document)
@receiver(post_save, sender=Recording)
def note_checksum(sender: type[Asset], instance: Asset, raw: bool = False, **_: Any) -> None:
    """Enter a saved asset into the checksum register; the first asset with those bytes keeps the entry."""
    if instance.sha256 and not raw:
        entry = Checksum(sha256=instance.sha256, kind=sender.kind, asset_id=instance.pk)
        Checksum.objects.bulk_create([entry], ignore_conflicts=True)


@receiver(post_save, sender=Photo)
@receiver(post_save, sender=Document)
@receiver(post_save, sender=Recording)
def examine_new(instance: Asset, created: bool, raw: bool = False, **_: Any) -> None:
    """Have a new asset examined after the commit, and its original checked from time to time, whoever brought it."""
    if created and not raw:
        enter_original(instance)
        wait_for_format(instance)
        enqueue_examination(instance)


@receiver(post_delete, sender=Photo)
@receiver(post_delete, sender=Document)
@receiver(post_delete, sender=Recording)
def forget_checksum(sender: type[Asset], instance: Asset, **_: Any) -> None:
    """Drop all that is kept of a deleted asset and its versions, so that the same files can be deposited again."""
    own = {"kind": sender.kind, "asset_id": instance.pk}
    versions = AssetVersion.objects.filter(**own)
    sums = [instance.sha256, *versions.values_list("sha256", flat=True)]
    Checksum.objects.filter(sha256__in=sums, **own).delete()
    for version in versions:
        for name in {version.name, version.facts.get("text_file")} - {instance.file.name, "", None}:
            transaction.on_commit(partial(default_storage.delete, name))
    versions.delete()
    for kept in (Replacement, FixityCheck, FileFormat, SidecarMetadata, Wait):
        kept.objects.filter(**own).delete()


@receiver(post_delete, sender=Document)
def forget_images(instance: Document, **_: Any) -> None:
    """Delete a deleted document's page images and text; Wagtail deletes its original, and a photo's renditions."""
    enqueue_forgetting(instance.page_folder)
    if name := instance.text_file.name:
        transaction.on_commit(partial(instance.text_file.storage.delete, name))


@receiver(post_delete, sender=Recording)
def forget_copies(instance: Recording, **_: Any) -> None:
    """Delete what was made of a deleted recording."""
    enqueue_forgetting(instance.folder)


@receiver(task_finished)
def follow_failed_task(task_result: Any, **_: Any) -> None:
    """Have a task that failed tried again where its trouble passes; else have what it was for say so."""
    if task_result.status != TaskResultStatus.FAILED:
        return
    # Workers tell of a failure while they handle its error. One whose process died has none.
    error = sys.exception()
    if put_off_task(task_result=task_result, error=error):
        return
    kind = kind_of(task_result.task.module_path)
    was_open = False
    if kind.give_up is not None:
        detail = task_result.errors[-1].exception_class_path if task_result.errors else ""
        reason = passing_trouble(error) or not_done(detail.rpartition(".")[2])
        was_open = bool(kind.give_up(*task_result.args, reason=reason))
    if isinstance(error, ObjectDoesNotExist) and not was_open and not settings.RQ_QUEUES:
        # What it was about was deleted meanwhile: nobody has to look into that.
        DBTaskResult.objects.filter(id=task_result.id).delete()


@receiver(work_missed)
def keep_checking(living: set[str], **_: Any) -> None:
    """Have the originals whose turn it is checked, and dropped replacements taken up again."""
    reclaim_replacements(living=living)
    if take_turn_to_identify():
        enqueue_with_commit(tell_formats)
    if take_turn_to_compare():
        enqueue_with_commit(compare)
    if take_turn():
        enqueue_with_commit(check_originals)
