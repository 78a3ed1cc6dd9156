"""Read a manifest into rows, and propose what its columns stand for."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.ingest.errors import IngestRefused
from archive.ingest.locations import location_key
from archive.ingest.manifests import Table, open_table
from archive.reasons import Reason, reason_of_refusal, unforeseen
from archive.spool import fetched
from archive.work.guard import bounds_of_file, ended_beyond
from archive.work.passing import passing_trouble
from catalog.choices import DepositSource, ManifestState
from catalog.crosswalks.manifest import FIELDS, guess_columns
from catalog.manifest_queries import remembered_mapping
from catalog.models import Deposit, DepositFile, Manifest, ManifestRow
from catalog.models.manifest import name_key

logger = logging.getLogger("fonds.deposit")

BATCH = 500
MOST_SECONDS = 1800
LOST = Reason("missing", gettext_noop("The bytes of this manifest are gone. Give it again."))


def read_manifest(*, manifest: Manifest) -> None:
    """Note every row of a manifest; may be repeated after a kill. One that cannot be read is given its reason."""
    try:
        bounds = bounds_of_file(MOST_SECONDS)
        with fetched(manifest.location) as path, ended_beyond(bounds, partial(fail_manifest, manifest)):
            _read(manifest, path)
    except IngestRefused as refusal:
        fail_manifest(manifest, reason_of_refusal(refusal))
    except FileNotFoundError:
        fail_manifest(manifest, LOST)
    except Exception as error:
        if passing_trouble(error):
            raise
        # Whatever goes wrong must leave a manifest that says so, and is not read again for ever; the trace is for us.
        logger.exception("Manifest %s could not be read", manifest.pk)
        fail_manifest(manifest, unforeseen(error))


def _read(manifest: Manifest, path: Path) -> None:
    table = open_table(path)
    manifest.rows.all().delete()
    count = 0
    for batch in _batches(manifest, table):
        ManifestRow.objects.bulk_create(batch, ignore_conflicts=True)
        count += len(batch)
        Manifest.objects.filter(pk=manifest.pk).update(worked_at=timezone.now())
    _key_names(manifest.deposit)
    mapping, is_remembered = propose_mapping(table.headers)
    manifest.headers, manifest.mapping, manifest.is_remembered = list(table.headers), mapping, is_remembered
    manifest.form, manifest.row_count, manifest.state = table.form[:60], count, ManifestState.READ
    manifest.problem = Reason()
    manifest.save()


def _batches(manifest: Manifest, table: Table) -> Iterator[list[ManifestRow]]:
    rows = (ManifestRow(manifest=manifest, number=row.number, cells=list(row.cells)) for row in table.rows())
    while batch := list(islice(rows, BATCH)):
        yield batch


def propose_mapping(headers: Sequence[str]) -> tuple[list[str], bool]:
    """Return the mapping last agreed on for these headers, else a guess; and whether it was remembered."""
    kept = remembered_mapping(headers_key(headers))
    if kept is not None and len(kept) == len(headers):
        return [code if code in FIELDS else "" for code in kept], True
    return guess_columns(headers), False


def headers_key(headers: Sequence[str]) -> str:
    """Return the key of a set of headers in their order; case and blanks do not matter."""
    return location_key(*(" ".join(header.split()).casefold() for header in headers))


def fail_manifest(manifest: Manifest, why: Reason) -> None:
    """Say why a manifest cannot be read, and let go of the rows read so far."""
    with transaction.atomic():
        manifest.rows.all().delete()
        Manifest.objects.filter(pk=manifest.pk).update(state=ManifestState.FAILED, problem=why, row_count=0)


def _key_names(deposit: Deposit) -> None:
    """Give the files of a deposit from before names were kept apart theirs."""
    while files := list(deposit.files.filter(name_key=None).only("pk", "path")[:BATCH]):
        for file in files:
            file.name_key = name_key(file.path)
        DepositFile.objects.bulk_update(files, ["name_key"])


def takes_manifest(deposit: Deposit) -> bool:
    """Say whether a manifest can be given to a deposit: not once it is undone."""
    return deposit.source in DepositSource.values and deposit.state not in {"undoing", "undone"}
