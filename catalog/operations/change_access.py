"""Change who may see records, many at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from catalog.choices import Access
from catalog.models import Record
from catalog.operations.amend_record import amend_record

if TYPE_CHECKING:
    from catalog.models import User


class EmbargoNeedsDate(ValueError):
    """Raised when an embargo is asked for without the day it ends."""


def change_access(
    *, records: Iterable[Record], access: str, embargo_until: date | None = None, user: User | None = None
) -> int:
    """Set the access level of each record and log it; return how many changed."""
    if access == Access.EMBARGO and embargo_until is None:
        raise EmbargoNeedsDate("Give the day the embargo ends.")
    until = embargo_until if access == Access.EMBARGO else None
    changed = 0
    for record in records:
        if (record.access, record.embargo_until) == (access, until):
            continue
        changes: dict[str, object] = {"access": access, "embargo_until": until}
        if user is not None:
            # A manifest that is applied again leaves alone what a person has chosen.
            changes["edited_fields"] = sorted({*record.edited_fields, "access"})
        with transaction.atomic():
            amend_record(record=record, changes=changes, user=user)
            log(record, "wagtail.edit", user=user)
        changed += 1
    return changed
