"""Carry changes of assets, relations and authorities to the records they belong to."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from archive.models import Asset, Document, Photo, Recording
from archive.queries import asset_of
from archive.signals import asset_changed, work_missed
from archive.tasks import enqueue_with_commit
from catalog.choices import FileOutcome
from catalog.models import (
    Agent,
    Collection,
    DeliveredCopy,
    DepositFile,
    DocumentFacts,
    PhotoFacts,
    Place,
    Record,
    RecordAgent,
    RecordAsset,
    RecordIdentifier,
    RecordingFacts,
    Subject,
)
from catalog.operations.bags.reclaim_bags import reclaim_bags
from catalog.operations.deposits.reclaim_files import reclaim_deposits
from catalog.operations.manifests.work_on_manifest import follow_deposit, reclaim_manifests
from catalog.operations.prefill_record import prefill_records
from catalog.operations.touch_records import touch_records, touches_left
from catalog.operations.uploads.end_upload import expire_uploads
from catalog.operations.watching.look_if_due import look_if_due
from catalog.signals import deposit_ended, records_deleted
from catalog.tasks import clear_up_if_due, put_away_watched, report_damage_if_due, tell_choosers


@receiver(asset_changed)
def follow_asset(kind: str, asset_id: int, facts: bool, asset: Asset | None = None, **_: Any) -> None:
    """Fill what a file says about itself into its records and count them up, each once."""
    saved: list[int] = []
    if facts:
        with touches_left():
            saved = prefill_records(asset or asset_of(kind, asset_id))
    touch_records(Record.objects.filter(**{f"record_assets__{kind}": asset_id}).exclude(pk__in=saved))


@receiver([post_save, post_delete], sender=RecordAsset)
@receiver([post_save, post_delete], sender=RecordAgent)
@receiver([post_save, post_delete], sender=RecordIdentifier)
@receiver([post_save, post_delete], sender=DocumentFacts)
@receiver([post_save, post_delete], sender=PhotoFacts)
@receiver([post_save, post_delete], sender=RecordingFacts)
def follow_relation(instance: Any, raw: bool = False, **_: Any) -> None:
    """Count the record up when something tied to it changes."""
    if not raw:
        touch_records(Record.objects.filter(pk=instance.record_id))


@receiver(post_save, sender=Collection)
def follow_collection(instance: Collection, raw: bool = False, created: bool = False, **_: Any) -> None:
    """Count up the records of a changed collection."""
    if not raw and not created:
        touch_records(Record.objects.filter(collection=instance), fan_out=True)


@receiver(post_save, sender=Agent)
def follow_agent(instance: Agent, raw: bool = False, created: bool = False, **_: Any) -> None:
    """Count up the records that name a changed agent."""
    if not raw and not created:
        touch_records(Record.objects.filter(record_agents__agent=instance), fan_out=True)


@receiver(post_save, sender=Subject)
def follow_subject(instance: Subject, raw: bool = False, created: bool = False, **_: Any) -> None:
    """Count up the records under a changed subject."""
    if not raw and not created:
        touch_records(Record.objects.filter(subjects=instance), fan_out=True)


@receiver(post_save, sender=Place)
def follow_place(instance: Place, raw: bool = False, created: bool = False, **_: Any) -> None:
    """Count up the records of a changed place."""
    if not raw and not created:
        touch_records(Record.objects.filter(places=instance), fan_out=True)


@receiver(pre_delete, sender=Collection)
@receiver(pre_delete, sender=Subject)
@receiver(pre_delete, sender=Place)
def follow_deleted(sender: type[Collection | Subject | Place], instance: Any, **_: Any) -> None:
    """Count up the records of what is being deleted, while it is still known which they are."""
    name = {Collection: "collection", Subject: "subjects", Place: "places"}[sender]
    touch_records(Record.objects.filter(**{name: instance}), fan_out=True)


@receiver(post_delete, sender=Record)
def announce_deleted(instance: Record, **_: Any) -> None:
    """Tell downstream that a record is gone."""
    records_deleted.send(sender=Record, record_ids=[instance.pk])


@receiver(post_delete, sender=DeliveredCopy)
def forget_copy(instance: DeliveredCopy, **_: Any) -> None:
    """Delete the file of a copy that is gone."""
    if instance.file_name:
        transaction.on_commit(partial(default_storage.delete, instance.file_name))


@receiver(post_delete, sender=Photo)
@receiver(post_delete, sender=Document)
@receiver(post_delete, sender=Recording)
def forget_copies(instance: Asset, **_: Any) -> None:
    """Delete the copies of a file that is gone."""
    DeliveredCopy.objects.filter(kind=instance.kind, asset_id=instance.pk).delete()


@receiver(work_missed)
def take_up_dropped(living: set[str], **_: Any) -> None:
    """Take up again what killed processes dropped of deposits, manifests and bags; tell of what was found damaged."""
    reclaim_deposits(living=living)
    reclaim_manifests()
    expire_uploads()
    look_if_due()
    reclaim_bags(living=living)
    report_damage_if_due()
    clear_up_if_due()


@receiver(deposit_ended)
def apply_late_rows(deposit_id: int, **_: Any) -> None:
    """Have rows of a manifest applied whose files came after they were looked at."""
    follow_deposit(deposit_id=deposit_id)


@receiver(deposit_ended)
def tell_choosers_of_files(deposit_id: int, **_: Any) -> None:
    """Have the files that came be known to choosers, all of them together."""
    if DepositFile.objects.filter(deposit=deposit_id, outcome=FileOutcome.INGESTED).exists():
        enqueue_with_commit(tell_choosers, deposit_id)


@receiver(deposit_ended)
def put_originals_away(deposit_id: int, **_: Any) -> None:
    """Have the originals of the watched folder moved, where the operator wants that."""
    if settings.FONDS_WATCHED_FOLDER and settings.FONDS_WATCHED_THEN == "move":
        enqueue_with_commit(put_away_watched, deposit_id)
