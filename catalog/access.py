"""Hold the one access rule: who may see which record, and with it every byte that belongs to it.

The rule is stated once, as two facts about an audience (the labels it may see and the day it asks on), and is read in
three ways that a contract test holds together: ``permits`` for one record in hand, ``visible`` for the database, and
the search app's filter for the engine. An embargo needs nobody to lift it: the day decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from catalog.choices import Access

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from catalog.models import Record, User

DRAFT = "draft"
"""Access label of a record that is not published."""


class Standing(StrEnum):
    """Say what a person is to the institution."""

    PUBLIC = "public"
    ACCREDITED = "accredited"
    STAFF = "staff"


_LABELS = {
    Standing.PUBLIC: frozenset({Access.PUBLIC.value}),
    Standing.ACCREDITED: frozenset({Access.PUBLIC.value, Access.ACCREDITED.value}),
    Standing.STAFF: frozenset({*(level.value for level in Access), DRAFT}),
}


@dataclass(frozen=True, slots=True)
class Audience:
    """Say who asks, and on which day; everything an access decision needs."""

    standing: Standing
    on: date

    @property
    def labels(self) -> frozenset[str]:
        """Return the access labels this audience sees on any day."""
        return _LABELS[self.standing]

    @property
    def sees_everything(self) -> bool:
        """Say whether no record is hidden from this audience."""
        return self.standing is Standing.STAFF


def audience_of(user: User | AnonymousUser | None, on: date | None = None) -> Audience:
    """Return the audience a user belongs to today, or on a given day; no user is the public."""
    day = on or timezone.localdate()
    if user is None or not user.is_authenticated or not user.is_active:
        return Audience(Standing.PUBLIC, day)
    if user.has_perm("wagtailadmin.access_admin"):
        return Audience(Standing.STAFF, day)
    until = getattr(user, "accredited_until", None)
    if until is not None and until >= day:
        return Audience(Standing.ACCREDITED, day)
    return Audience(Standing.PUBLIC, day)


def access_label(record: Record) -> str:
    """Return the label that stands for a record's access in the index: its level, or ``draft`` while unpublished."""
    return record.access if record.live else DRAFT


def permits(audience: Audience, label: str, embargo_until: date | None) -> bool:
    """Say whether an audience may see a record with this label and embargo date."""
    if label in audience.labels:
        return True
    return label == Access.EMBARGO and embargo_until is not None and embargo_until <= audience.on


def may_see(audience: Audience, record: Record) -> bool:
    """Say whether an audience may see a record, and so every byte of it."""
    return permits(audience, access_label(record), record.embargo_until)


def visible(audience: Audience, prefix: str = "") -> Q:
    """Return the database's reading of the rule; ``prefix`` leads to the record (``"record__"``)."""
    if audience.sees_everything:
        return Q()
    open_level = Q(**{f"{prefix}access__in": sorted(audience.labels)})
    lifted = Q(**{f"{prefix}access": Access.EMBARGO, f"{prefix}embargo_until__lte": audience.on})
    return Q(**{f"{prefix}live": True}) & (open_level | lifted)
