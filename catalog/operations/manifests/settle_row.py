"""Find the file one row of a manifest is about, and say, or do, what the row says of it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import asdict

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_noop

from archive.models.asset import CHUNK_BYTES
from archive.queries import asset_of, local_file
from archive.reasons import Reason, unforeseen
from catalog.choices import DepositSource, FileOutcome, RowOutcome
from catalog.crosswalks.manifest import Facts, Problem, read_row
from catalog.manifest_queries import Match, match_file, rows_of_file
from catalog.models import DepositFile, Manifest, ManifestRow
from catalog.models.deposit import OPEN_OUTCOMES
from catalog.models.manifest import name_key
from catalog.operations.manifests.apply_facts import apply_facts, unknown_collection

logger = logging.getLogger("fonds.deposit")

HELD = gettext_noop("The same file is held already; its record is left as it is.")
NO_RECORD = gettext_noop("This file has no record of its own: it is an archive, or is kept with another file.")
FILE_REFUSED = gettext_noop("Its file was not taken in. When that is mended, the row is applied.")
GONE = gettext_noop("The record of this file was deleted.")
MISMATCH = gettext_noop("The checksum differs: the file is %(found)s. Send the right file, or mend the checksum.")
TWICE = gettext_noop("Row %(number)s is about the same file. Keep one of them.")
UNFORESEEN = gettext_noop("Something unforeseen happened while this row was applied: %(detail)s")


def facts_of_row(manifest: Manifest, row: ManifestRow) -> Facts:
    """Return what a row says under the mapping agreed on."""
    return read_row(row.cells, manifest.headers, manifest.mapping)


def settle_row(
    *,
    manifest: Manifest,
    row: ManifestRow,
    is_trial: bool,
    match: Match | None = None,
    seen: Mapping[int, int] | None = None,
) -> None:
    """Look at one row and write into it, unsaved, its file, outcome and problems; carry it into the record.

    ``match`` is the file where that is known; ``seen`` the number of the first row of each file in the batch at hand.
    """
    facts = facts_of_row(manifest, row)
    row.path, row.round, row.kept = facts.path, manifest.round, []
    row.name_key = name_key(facts.path)
    problems = list(facts.problems)
    found = match or (match_file(manifest.deposit, facts.path) if facts.path else Match())
    row.file = found.file
    if found.why:
        problems.append(_problem(found.why))
    collection = unknown_collection(facts)
    if collection is not None:
        problems.append(collection)
    if found.file is not None:
        earlier = (seen or {}).get(found.file.pk) or _other_row(manifest, row, found.file)
        problems += _file_problems(found.file, facts, earlier)
    row.problems = [asdict(problem) for problem in problems]
    if problems:
        row.outcome = RowOutcome.REFUSED
    elif found.file is None or found.file.outcome != FileOutcome.INGESTED:
        row.outcome = RowOutcome.WAITING
    elif is_trial:
        row.outcome = RowOutcome.READY
    else:
        _carry(manifest, row, found.file, facts)


def _carry(manifest: Manifest, row: ManifestRow, file: DepositFile, facts: Facts) -> None:
    """Apply a row; what goes wrong in it stays with it."""
    if file.record_id is None:
        return
    try:
        carried = apply_facts(record_id=file.record_id, facts=facts, user=None)
    except (DatabaseError, ValueError) as error:
        logger.exception("Row %s of manifest %s could not be applied", row.number, manifest.pk)
        row.outcome, row.problems = RowOutcome.REFUSED, [asdict(_problem(unforeseen(error, UNFORESEEN)))]
        return
    row.outcome, row.record_id = RowOutcome.APPLIED, file.record_id
    row.given = sorted({*row.given, *carried.given})
    row.kept = carried.kept


def _file_problems(file: DepositFile, facts: Facts, earlier: int | None) -> list[Problem]:
    """Return what speaks against carrying a row into the record of its file."""
    if earlier is not None:
        return [_problem(Reason("twice", TWICE, {"number": earlier}))]
    if file.outcome in OPEN_OUTCOMES:
        return []
    if file.outcome == FileOutcome.DUPLICATE:
        return [_problem(Reason("held", HELD))]
    if file.outcome == FileOutcome.REFUSED:
        return [_problem(Reason("file_refused", FILE_REFUSED))]
    if file.outcome != FileOutcome.INGESTED:
        return [_problem(Reason("no_record", NO_RECORD))]
    if file.record_id is None:
        return [_problem(Reason("record_gone", GONE))]
    return _checksum_problems(file, facts)


def _other_row(manifest: Manifest, row: ManifestRow, file: DepositFile) -> int | None:
    others = manifest.rows.filter(file=file, round=manifest.round, number__lt=row.number)
    found: int | None = others.order_by("number").values_list("number", flat=True).first()
    return found


def _checksum_problems(file: DepositFile, facts: Facts) -> list[Problem]:
    if facts.checksum is None:
        return []
    algorithm, wanted = facts.checksum
    try:
        found = file.sha256 if algorithm == "sha256" else _digest(file, algorithm)
    except OSError as error:
        return [_problem(unforeseen(error, UNFORESEEN))]
    if found == wanted:
        return []
    said = {"found": f"{algorithm.upper()} {found}"}
    return [Problem(facts.columns.get("checksum", ""), "checksum", MISMATCH, said)]


def _digest(file: DepositFile, algorithm: str) -> str:
    """Return another checksum of a file than the one that is kept."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with local_file(asset_of(file.kind, file.asset_id or 0)) as path, path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _problem(reason: Reason) -> Problem:
    return Problem("", reason.code, reason.message, dict(reason.params))


def reasons_of(row: ManifestRow) -> list[tuple[str, Reason]]:
    """Return the problems of a row: the column's header and the reason, in the language of the moment as text."""
    return [
        (said.get("column", ""), Reason(said["code"], said["message"], said.get("params") or {}))
        for said in row.problems
    ]


def describe_from_manifest(*, file: DepositFile, manifest: Manifest) -> None:
    """Apply the row about a file that was taken in this moment, in the same transaction; errors stay with the row.

    Left for the round after the deposit: a row that names an upload by less than its whole path, for another of that
    name may follow, and a checksum for which the file must be read once more.
    """
    for row in rows_of_file(manifest, file):
        if row.outcome == RowOutcome.APPLIED:
            continue
        facts = facts_of_row(manifest, row)
        found = match_file(manifest.deposit, facts.path) if facts.path else Match()
        if found.file is None or found.file.pk != file.pk:
            continue
        is_final = found.is_whole or manifest.deposit.source != DepositSource.UPLOAD
        if not is_final or (facts.checksum and facts.checksum[0] != "sha256"):
            continue
        with transaction.atomic():
            settle_row(manifest=manifest, row=row, is_trial=False, match=found)
            row.save()
        return
