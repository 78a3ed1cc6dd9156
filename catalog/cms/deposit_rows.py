"""Say of each file of a deposit what became of it, and where to go from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.choices import AssetKind
from archive.likeness_queries import names_of_similar
from archive.models import Asset
from archive.queries import MODELS
from archive.reasons import Reason
from catalog.choices import FileOutcome
from catalog.manifest_queries import refusals_of_files
from catalog.models import DepositFile, Record
from catalog.queries import Reading, readings


@dataclass(frozen=True, slots=True)
class Row:
    """One file: the record made for it or that holds it already, how far that is read, or an asset without record."""

    file: DepositFile
    record: Record | None
    reading: Reading | None
    asset: Asset | None
    metadata: Reason | None = None
    """Why what a manifest says of it was not carried into its record."""
    similar: str = ""
    """Name of a photo that looks like this one and was not compared with it yet."""

    @property
    def is_open(self) -> bool:
        """Say whether more is to come: it is not taken in yet, or being read."""
        return self.file.is_open or (self.reading is not None and self.reading.is_open)


def rows_of(files: Sequence[DepositFile]) -> list[Row]:
    """Return a row for each file, in a fixed number of queries; records are to be selected with the files."""
    found = readings([file.record for file in files if file.record and file.outcome == FileOutcome.INGESTED])
    assets = _bare_assets(files)
    refused = refusals_of_files([file.pk for file in files])
    similar = names_of_similar({file.asset_id for file in files if file.kind == AssetKind.PHOTO and file.asset_id})
    return [
        Row(
            file,
            file.record,
            found.get(file.record_id or 0),
            assets.get((file.kind, file.asset_id or 0)),
            refused.get(file.pk),
            similar.get(file.asset_id or 0, "") if file.kind == AssetKind.PHOTO else "",
        )
        for file in files
    ]


def _bare_assets(files: Sequence[DepositFile]) -> dict[tuple[str, int], Asset]:
    """Return the assets of files that no record describes, for a link."""
    found: dict[tuple[str, int], Asset] = {}
    for kind, model in MODELS.items():
        keys = [file.asset_id for file in files if file.kind == kind and file.asset_id and not file.record_id]
        if keys:
            found |= {(kind, asset.pk): asset for asset in model.objects.filter(pk__in=keys)}
    return found
