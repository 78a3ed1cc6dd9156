"""Read, try and apply the manifest of ``manage.py ingest``, and print what became of its rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.management.base import OutputWrapper

from archive.ingest.errors import IngestRefused
from catalog.choices import ManifestState, RowOutcome
from catalog.crosswalks.manifest import FIELDS
from catalog.errors import NotPossible
from catalog.manifest_queries import NO_FILE, agreed_manifest, files_without_row, row_tally
from catalog.models import Deposit, Manifest, ManifestRow
from catalog.operations.deposits.list_files import list_files
from catalog.operations.manifests.agree_on_columns import agree_on_columns
from catalog.operations.manifests.receive_manifest import receive_manifest
from catalog.operations.manifests.settle_row import facts_of_row, reasons_of
from catalog.operations.manifests.work_on_manifest import work_on_manifest

SHOWN_UNNAMED = 20


class ManifestNotTaken(Exception):
    """Raised with one English sentence when a manifest cannot be read or its columns are not understood."""


def read_given(*, deposit: Deposit, path: Path) -> Manifest:
    """Read a manifest into rows. Raises ManifestNotTaken."""
    try:
        with path.open("rb") as stream:
            given = _received(deposit, stream, path.name)
    except OSError as error:
        raise ManifestNotTaken(f"--manifest: {path} cannot be read ({error.strerror}).") from error
    except IngestRefused as refusal:
        raise ManifestNotTaken(f"--manifest: {refusal.sentence}") from refusal
    work_on_manifest(manifest_id=given.pk)
    given.refresh_from_db()
    if given.state == ManifestState.FAILED:
        raise ManifestNotTaken(f"--manifest: {given.problem.sentence}")
    return given


def _received(deposit: Deposit, stream: IO[bytes], name: str) -> Manifest:
    return receive_manifest(
        deposit=deposit, file=File(stream, name=name), name=name, user=deposit.opened_by, is_queued=False
    )


def try_out(*, manifest: Manifest, out: OutputWrapper, err: OutputWrapper, as_json: bool) -> None:
    """Print what each row would do, and change no record. Raises ManifestNotTaken."""
    list_files(deposit=manifest.deposit)
    _agree(manifest, is_trial=True)
    work_on_manifest(manifest_id=manifest.pk)
    manifest.refresh_from_db()
    err.write(f"Columns: {_columns(manifest)}")
    # No file is taken in yet: that it would wait for one that is there means that it would be applied.
    would = {RowOutcome.WAITING: "would be applied", RowOutcome.READY: "would be applied"}
    for row in manifest.rows.order_by("number").iterator():
        _print(manifest, row, out, as_json=as_json, said=would.get(RowOutcome(row.outcome), row.outcome), in_full=True)


def agree_and_apply(*, manifest: Manifest) -> None:
    """Let the rows wait for their files. Raises ManifestNotTaken."""
    _agree(manifest, is_trial=False)
    work_on_manifest(manifest_id=manifest.pk)


def _agree(manifest: Manifest, *, is_trial: bool) -> None:
    try:
        agree_on_columns(manifest=manifest, mapping=manifest.mapping, is_trial=is_trial, is_queued=False)
    except NotPossible as error:
        raise ManifestNotTaken(
            f"--manifest: {error} The columns were understood as: {_columns(manifest)}. "
            "Rename a header, or upload the table once in the staff admin and choose there; that is remembered."
        ) from error


def carry_rest(*, deposit: Deposit, out: OutputWrapper, err: OutputWrapper, as_json: bool) -> None:
    """Apply the rows whose files came late, and print the rows that were not applied and the files without a row."""
    manifest = agreed_manifest(deposit.pk)
    if manifest is None:
        return
    work_on_manifest(manifest_id=manifest.pk)
    tally = row_tally(manifest)
    counted = ", ".join(f"{outcome} {count}" for outcome, count in sorted(tally.items()))
    err.write(f"Manifest: {sum(tally.values())} rows: {counted or 'none'}. Columns: {_columns(manifest)}")
    for row in manifest.rows.exclude(outcome=RowOutcome.APPLIED).order_by("number").iterator():
        _print(manifest, row, out, as_json=as_json, said=row.outcome)
    unnamed = files_without_row(manifest)
    count = unnamed.count()
    if count:
        err.write(f"{count} files have no row in the manifest, among them:")
        for path in unnamed.values_list("path", flat=True)[:SHOWN_UNNAMED]:
            err.write(f"  {path}")


def _columns(manifest: Manifest) -> str:
    pairs = zip(manifest.headers, manifest.mapping, strict=False)
    return "; ".join(f"{header} = {FIELDS[code].label if code else 'passed over'}" for header, code in pairs)


def _print(
    manifest: Manifest, row: ManifestRow, out: OutputWrapper, *, as_json: bool, said: str, in_full: bool = False
) -> None:
    problems = [(column, reason.code, reason.sentence) for column, reason in reasons_of(row)]
    if row.outcome == RowOutcome.WAITING and row.file_id is None:
        said = "refused"
        problems.append(("", NO_FILE.code, NO_FILE.sentence))
    facts = facts_of_row(manifest, row).fields if in_full else {}
    if as_json:
        shown: dict[str, Any] = {
            "row": row.number, "path": row.path, "outcome": said,
            "problems": [{"column": column, "reason": code, "message": text} for column, code, text in problems],
            **({"fields": {name: str(value) for name, value in facts.items()}} if in_full else {}),
        }  # fmt: skip
        out.write(json.dumps(shown, ensure_ascii=False))
        return
    why = "; ".join(f"column {column}: {text}" if column else text for column, _code, text in problems)
    tail = why or ", ".join(f"{name}={value}" for name, value in facts.items())
    out.write(f"row {row.number}: {said}: {row.path}{': ' + tail if tail else ''}")
