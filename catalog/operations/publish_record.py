"""Publish the latest draft of a record, once it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from catalog.models import Record

if TYPE_CHECKING:
    from catalog.models import User


class RecordNotWhole(ValueError):
    """Raised when a record may not be published as it is; ``messages`` say what is missing."""

    def __init__(self, record: Record, messages: list[str]) -> None:
        self.record = record
        self.messages = messages
        super().__init__(f"{record}: {' '.join(messages)}")


def publish_record(*, record: Record, user: User | None = None) -> bool:
    """Publish the latest draft of a record; return False when it is published as it is. Raises RecordNotWhole."""
    with transaction.atomic():
        held = Record.objects.select_for_update().get(pk=record.pk)
        if held.live and not held.has_unpublished_changes:
            return False
        draft = held.get_latest_revision_as_object()
        try:
            draft.full_clean()
        except ValidationError as error:
            raise RecordNotWhole(held, error.messages) from error
        revision = held.latest_revision or draft.save_revision(user=user, clean=False)
        revision.publish(user=user, skip_permission_checks=True)
    return True
