"""Set fields of a record outside the editor, in its live row and in the draft that may wait beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from catalog.models import Record

if TYPE_CHECKING:
    from catalog.models import User


def amend_record(*, record: Record, changes: Mapping[str, object], user: User | None = None) -> None:
    """Set ``changes`` (field name to value) on a record.

    A record that was edited has revisions, and the editor opens the latest of them: without the same change there, the
    next save would bring the old values back.
    """
    with transaction.atomic():
        _set(record, changes)
        record.save()
        if record.latest_revision_id is None:
            return
        was_pending = record.has_unpublished_changes
        draft = record.get_latest_revision_as_object()
        _set(draft, changes)
        revision = draft.save_revision(user=user, changed=was_pending, clean=False)
        if not was_pending and record.live:
            Record.objects.filter(pk=record.pk).update(live_revision=revision)


def _set(record: Record, changes: Mapping[str, object]) -> None:
    for name, value in changes.items():
        setattr(record, name, value)
