"""Write outbox entries for what the catalog announces, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from catalog.models import Agent, Place, Subject
from catalog.models.authority import Authority
from catalog.signals import findable_asked, records_changed, records_deleted
from search.documents.shared import sharing_records
from search.models import Priority
from search.operations.announce_change import announce_change
from search.operations.key_labels import forget_labels, key_labels
from search.operations.key_names import AUTHORITIES, key_names
from search.operations.wait_until_indexed import wait_until_indexed

RECORDS = "record"


@receiver(records_changed)
def follow_changed(
    record_ids: Sequence[int], restricted: bool = False, fan_out: bool = False, created: bool = False, **_: Any
) -> None:
    """Have changed records looked at again, and those that share a file with them; what may be hidden comes first."""
    if fan_out and not restricted:
        announce_change(source=RECORDS, object_ids=record_ids, priority=Priority.FAN_OUT)
        return
    priority = Priority.RESTRICTION if restricted else Priority.CHANGE
    sharing = [] if created else sharing_records(record_ids)
    announce_change(source=RECORDS, object_ids=[*record_ids, *sharing], priority=priority)


@receiver(records_deleted)
def follow_deleted(record_ids: Sequence[int], **_: Any) -> None:
    """Have deleted records taken out."""
    announce_change(source=RECORDS, object_ids=record_ids, priority=Priority.RESTRICTION)


@receiver(post_save, sender=Agent)
@receiver(post_save, sender=Subject)
@receiver(post_save, sender=Place)
def follow_names(instance: Authority, **_: Any) -> None:
    """Make a changed agent, subject or place known by its names."""
    key_labels([instance])


@receiver(post_delete, sender=Agent)
@receiver(post_delete, sender=Subject)
@receiver(post_delete, sender=Place)
def forget_names(instance: Authority, **_: Any) -> None:
    """Forget the names of what is deleted."""
    forget_labels(instance)


@receiver(findable_asked)
def make_findable(record_ids: Sequence[int], **_: Any) -> None:
    """Return when the index holds the given records."""
    wait_until_indexed(source=RECORDS, object_ids=record_ids)


@receiver([post_save, post_delete], sender=Agent)
@receiver([post_save, post_delete], sender=Subject)
@receiver([post_save, post_delete], sender=Place)
def follow_name(sender: type[Agent | Subject | Place], instance: Agent | Subject | Place, **_: Any) -> None:
    """Keep the keys of an authority's names in step with it."""
    facet = next(facet for facet, model in AUTHORITIES.items() if model is sender)
    key_names(facet=facet, authority_ids=[instance.pk])
