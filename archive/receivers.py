"""Keep every asset known by its checksum and have it examined, whichever door it came through."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished

from archive.models import Asset, Checksum, Document, Photo, Recording, SidecarMetadata
from archive.operations.give_up_asset import give_up_asset
from archive.tasks import enqueue_examination, enqueue_forgetting, examine


@receiver(post_save, sender=Photo)
@receiver(post_save, sender=Document)
@receiver(post_save, sender=Recording)
def note_checksum(sender: type[Asset], instance: Asset, raw: bool = False, **_: Any) -> None:
    """Enter a saved asset into the checksum register; the first asset with those bytes keeps the entry."""
    if instance.sha256 and not raw:
        Checksum.objects.get_or_create(sha256=instance.sha256, defaults={"kind": sender.kind, "asset_id": instance.pk})


@receiver(post_save, sender=Photo)
@receiver(post_save, sender=Document)
@receiver(post_save, sender=Recording)
def examine_new(instance: Asset, created: bool, raw: bool = False, **_: Any) -> None:
    """Have a new asset examined after the commit, whether it was deposited or uploaded in a chooser."""
    if created and not raw:
        enqueue_examination(instance)


@receiver(post_delete, sender=Photo)
@receiver(post_delete, sender=Document)
@receiver(post_delete, sender=Recording)
def forget_checksum(sender: type[Asset], instance: Asset, **_: Any) -> None:
    """Drop a deleted asset's entry, so that the same file can be deposited again, and what lay beside it."""
    Checksum.objects.filter(sha256=instance.sha256, kind=sender.kind, asset_id=instance.pk).delete()
    SidecarMetadata.objects.filter(kind=sender.kind, asset_id=instance.pk).delete()


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
def note_failed_examination(task_result: Any, **_: Any) -> None:
    """Have an asset say so when its examination failed unforeseen, or killed its process too often."""
    if task_result.status == TaskResultStatus.FAILED and task_result.task.module_path == examine.module_path:
        kind, asset_id = task_result.args
        error = task_result.errors[-1].exception_class_path if task_result.errors else ""
        give_up_asset(kind=kind, asset_id=asset_id, detail=error.rpartition(".")[2])
