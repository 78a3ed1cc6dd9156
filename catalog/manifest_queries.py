"""Read manifests: which file a row is about, which rows a file has, and what a manifest has set in a record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_noop

from archive.ingest.locations import read_back, shown
from archive.reasons import Reason
from catalog.choices import DepositSource, DepositState, FileOutcome, ManifestState, RowOutcome
from catalog.crosswalks.manifest.values import path as compared
from catalog.models import ColumnMapping, Deposit, DepositFile, Manifest, ManifestRow
from catalog.models.manifest import name_key

MOST_ALIKE = 1000
"""Files of one name that are compared; a row about one of more must be told apart by its folder."""

AMBIGUOUS = gettext_noop("Several files of this deposit are called so. Write the path with its folders.")
NO_FILE = Reason(
    "no_file", gettext_noop("No file of this deposit is called so. Mend the name, or deposit the file as well.")
)


NOTHING = Reason()


@dataclass(frozen=True, slots=True)
class Match:
    """The file a path stands for, if one does; whether the whole path does; else why none does."""

    file: DepositFile | None = None
    is_whole: bool = False
    why: Reason = NOTHING


def current_manifest(deposit_id: int) -> Manifest | None:
    """Return the manifest of a deposit that counts: the last given that was not replaced."""
    return Manifest.objects.filter(deposit=deposit_id).exclude(state=ManifestState.REPLACED).first()


def agreed_manifest(deposit_id: int) -> Manifest | None:
    """Return the manifest whose rows are to be carried into the records of a deposit."""
    agreed = (ManifestState.APPLYING, ManifestState.APPLIED)
    return Manifest.objects.filter(deposit=deposit_id, state__in=agreed).first()


def match_file(deposit: Deposit, path: str) -> Match:
    """Return the file of a deposit that a path names: by the whole path first, then by its end, if only one has it."""
    named = deposit.files.filter(name_key=name_key(path)).select_related("container", "record")
    wanted = path.casefold()
    found = named.filter(path__iendswith=path)[:MOST_ALIKE] if "/" in path else named[:MOST_ALIKE]
    # A path may be written in other code points than the name of the file: then all of that name are compared.
    candidates = list(found) or list(named[:MOST_ALIKE])
    roots = _roots(deposit)
    ranked: dict[int, list[DepositFile]] = {1: [], 2: []}
    for file in candidates:
        whole = compared(file.path).casefold()
        within = [*roots, *([compared(file.container.path)] if file.container else [])]
        if whole == wanted or any(whole == f"{root.casefold()}/{wanted}" for root in within):
            ranked[2].append(file)
        elif whole.endswith(f"/{wanted}"):
            ranked[1].append(file)
    for rank in (2, 1):
        files = _distinct(ranked[rank])
        if len(files) == 1:
            return Match(files[0], is_whole=rank == 2)
        if files:
            return Match(why=Reason("ambiguous", AMBIGUOUS))
    return Match()


def _distinct(files: list[DepositFile]) -> list[DepositFile]:
    """Leave out what is the same file sent again, and what was refused where the like of it came in."""
    made = [file for file in files if file.outcome == FileOutcome.INGESTED]
    if not made:
        return files
    assets = {(file.kind, file.asset_id) for file in made}
    passed = (FileOutcome.INGESTED, FileOutcome.REFUSED)
    others = [file for file in files if file.outcome not in passed and (file.kind, file.asset_id) not in assets]
    return made + others


def _roots(deposit: Deposit) -> list[str]:
    """Return the folders that paths may be told from: those given, and the ones these lie in."""
    if deposit.source == DepositSource.UPLOAD:
        return []
    given = [read_back(location) for location in deposit.locations]
    return [compared(shown(root)) for path in given for root in (path, path.parent)]


def rows_of_file(manifest: Manifest, file: DepositFile) -> QuerySet[ManifestRow]:
    """Return the rows that may be about a file, by its name."""
    return manifest.rows.filter(name_key=name_key(file.path)).order_by("number")


def refusals_of_files(files: Collection[int]) -> dict[int, Reason]:
    """Return why the row of each file was not applied, for those whose row was not, in one query."""
    rows = ManifestRow.objects.filter(file__in=files, outcome=RowOutcome.REFUSED)
    current = rows.exclude(manifest__state=ManifestState.REPLACED).order_by("-number")
    said = {file: problems for file, problems in current.values_list("file", "problems") if problems}
    return {file: Reason(one["code"], one["message"], one["params"]) for file, (one, *_) in said.items()}


def files_without_row(manifest: Manifest) -> QuerySet[DepositFile]:
    """Return the files of the deposit that were taken in and that no row is about."""
    rows = ManifestRow.objects.filter(manifest=manifest, file=OuterRef("pk"))
    made = DepositFile.objects.filter(deposit=manifest.deposit_id, outcome=FileOutcome.INGESTED)
    return made.filter(~Exists(rows)).order_by("order_key", "id")


def row_tally(manifest: Manifest) -> dict[str, int]:
    """Return how many rows have each outcome."""
    counted = manifest.rows.order_by().values_list("outcome").annotate(count=Count("pk"))
    return dict(counted)


def given_fields(record_id: int) -> set[str]:
    """Return the fields of a record that manifests have set."""
    given = ManifestRow.objects.filter(record=record_id).values_list("given", flat=True)
    return {name for names in given for name in names}


def remembered_mapping(key: str) -> list[str] | None:
    """Return what the columns under a set of headers were last taken to mean."""
    found: list[str] | None = ColumnMapping.objects.filter(key=key).values_list("mapping", flat=True).first()
    return found


def is_over(deposit: Deposit) -> bool:
    """Say whether no more files are on their way, so that a row without one has none."""
    return deposit.state in {DepositState.ENDED, DepositState.CANCELED, DepositState.UNDONE}


def preview(manifest: Manifest, count: int) -> Sequence[ManifestRow]:
    """Return the first rows."""
    return list(manifest.rows.order_by("number")[:count])
