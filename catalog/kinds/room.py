"""Say what every kind of record must provide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.db import models
    from django.utils.functional import _StrPromise

    from archive.models import Asset
    from catalog.models import Record


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what a record says about its thing; both in the reader's language."""

    label: str
    value: str


class Room(Protocol):
    """What a kind knows: its names, its template and its own facts."""

    slug: str
    icon: str
    """Name of the icon that always stands with the word."""
    template: str

    @property
    def facts_model(self) -> type[models.Model]:
        """Return the model, one-to-one with the record, of what only this kind knows."""
        ...

    @property
    def label(self) -> _StrPromise: ...

    @property
    def plural(self) -> _StrPromise: ...

    def facts(self, record: Record) -> list[Fact]:
        """Return what only this kind says, for display."""
        ...

    def extent(self, record: Record) -> str:
        """Return the extent in a few words ("14 pages"), or nothing."""
        ...

    def fill(self, record: Record, asset: Asset, said: Mapping[str, Any]) -> None:
        """Keep the kind's own facts in step with an asset and what it says of itself (``said_of``)."""
        ...

    def panels(self) -> list[Any]:
        """Return the panels in which staff edit the kind's own facts."""
        ...
