"""Read which formats are held."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from archive.extract.formats import is_at_risk
from archive.models import Asset, FileFormat


@dataclass(frozen=True, slots=True)
class Held:
    """One format, how many files are of it, and whether it is unknown or one that few programs read."""

    puid: str
    name: str
    version: str
    kind: str
    count: int

    @property
    def is_unknown(self) -> bool:
        """Say whether no signature matched."""
        return not self.puid

    @property
    def is_at_risk(self) -> bool:
        """Say whether few programs read it."""
        return is_at_risk(self.name)


def formats_held() -> list[Held]:
    """Return the formats of all identified files with their counts, unknown and risky ones first, then by number."""
    rows = FileFormat.objects.exclude(edition="").order_by().values_list("puid", "name", "version", "kind")
    held = [Held(*row) for row in rows.annotate(count=Count("pk"))]
    return sorted(held, key=lambda one: (not one.is_unknown, not one.is_at_risk, -one.count, one.puid))


def files_of(puid: str, kind: str) -> QuerySet[FileFormat]:
    """Return the files of one format and kind; an empty identifier stands for the unknown."""
    return FileFormat.objects.filter(puid=puid, kind=kind).exclude(edition="").order_by("-asset_id")


def format_of(asset: Asset) -> FileFormat | None:
    """Return the format of an asset's file, if it was identified."""
    return FileFormat.objects.filter(kind=asset.kind, asset_id=asset.pk).exclude(edition="").first()
