"""Bring stored originals together with their assets and records, and say what to do about one that is damaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from archive.choices import FixityState
from archive.models import Asset, FixityCheck
from archive.queries import MODELS
from catalog.models import Record, RecordAsset

ADVICE: Final = {
    FixityState.CHANGED: _(
        "The bytes are no longer those that were deposited. Put the file back from a backup under the same name, then "
        "check again. Keep the changed file aside until it is known what happened."
    ),
    FixityState.MISSING: _("The file is gone. Put it back from a backup under the same name, then check again."),
    FixityState.UNREADABLE: _(
        "The storage could not give the file. Look whether disk, rights or connection are at fault, then check again; "
        "if it stays so, put the file back from a backup."
    ),
}


@dataclass(frozen=True, slots=True)
class FixityRow:
    """One stored original, the asset it belongs to and the records that show it; ``is_earlier`` marks old versions."""

    check: FixityCheck
    asset: Asset | None
    records: tuple[Record, ...]

    @property
    def name(self) -> str:
        """Return the name people know the file by."""
        return (self.asset and (self.asset.original_name or str(self.asset))) or self.check.name

    @property
    def is_earlier(self) -> bool:
        """Say whether another file has taken its place since."""
        return self.asset is not None and self.asset.file.name != self.check.name

    @property
    def advice(self) -> str:
        """Return what to do."""
        return str(ADVICE.get(FixityState(self.check.state), ""))


def rows_of(checks: Sequence[FixityCheck]) -> list[FixityRow]:
    """Return a row for each check, in a fixed number of queries."""
    assets: dict[tuple[str, int], Asset] = {}
    records: dict[tuple[str, int], list[Record]] = {}
    for kind, model in MODELS.items():
        keys = {check.asset_id for check in checks if check.kind == kind}
        if not keys:
            continue
        assets |= {(kind, asset.pk): asset for asset in model.objects.filter(pk__in=keys)}
        for row in RecordAsset.objects.filter(**{f"{kind}__in": keys}).select_related("record").order_by("record_id"):
            records.setdefault((kind, getattr(row, f"{kind}_id")), []).append(row.record)
    return [
        FixityRow(check, assets.get(key), tuple(records.get(key, ())))
        for check in checks
        for key in [(check.kind, check.asset_id)]
    ]
