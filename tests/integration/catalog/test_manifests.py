"""The metadata of a deposit come from a table, are tried, applied, mended, and undone with it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from archive.operations.attach_metadata import said_of
from catalog.choices import DepositState, FileOutcome, ManifestState, RowOutcome, UndoScope
from catalog.manifest_queries import current_manifest, files_without_row
from catalog.models import Collection, ColumnMapping, Deposit, Manifest, Record, Subject, User
from catalog.operations.change_access import change_access
from catalog.operations.deposits.ask_to_undo import ask_to_undo
from catalog.operations.deposits.open_deposit import open_deposit
from catalog.operations.deposits.work_on_deposit import work_on_deposit
from catalog.operations.ingest_file import IngestOrder
from catalog.operations.manifests.agree_on_columns import agree_on_columns, apply_again
from catalog.operations.manifests.receive_manifest import receive_manifest
from catalog.operations.manifests.work_on_manifest import (
    MAX_ATTEMPTS,
    follow_deposit,
    reclaim_manifests,
    work_on_manifest,
)
from catalog.operations.prefill_record import prefill_record
from tests.integration.catalog.conftest import jpeg, page_png

pytestmark = pytest.mark.usefixtures("in_english")

HEADERS = "fayl;sarlavha (uz);название (рус.);sana;фотограф;subjects;rights;access;collection;inventory number"
FULL = "a/1.jpg;Termiz porti;Порт Термез;1924-yil mart;Ivan Petrov;port|savdo;CC BY 4.0;public;;I-12"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of two photos of one name, and a scan."""
    made = tmp_path / "topshiriq"
    for path, content in {"a/1.jpg": jpeg(1), "b/1.jpg": jpeg(2), "b/bet.png": page_png(3)}.items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_bytes(content)
    return made


@pytest.fixture
def taken_in(folder: Path, db: None) -> Deposit:
    """Return the folder as an ended deposit."""
    made = open_deposit(paths=[folder], order=IngestOrder())
    work_on_deposit(deposit_id=made.pk)
    made.refresh_from_db()
    return made


def give(deposit: Deposit, *rows: str, headers: str = HEADERS, trial: bool = False) -> Manifest:
    """Give a deposit a manifest of CSV rows and have it tried or applied."""
    content = "\n".join([headers, *rows]).encode()
    manifest = receive_manifest(deposit=deposit, file=ContentFile(content), name="m.csv", is_queued=False)
    work_on_manifest(manifest_id=manifest.pk)
    manifest.refresh_from_db()
    agree_on_columns(manifest=manifest, mapping=manifest.mapping, is_trial=trial, is_queued=False)
    work_on_manifest(manifest_id=manifest.pk)
    manifest.refresh_from_db()
    return manifest


def outcomes(manifest: Manifest) -> dict[int, tuple[str, list[str]]]:
    """Return the outcome of each row and the codes of its problems, by its number."""
    rows = manifest.rows.order_by("number")
    return {row.number: (row.outcome, [problem["code"] for problem in row.problems]) for row in rows}


def record_of(deposit: Deposit, end: str) -> Record:
    found: Record = Record.objects.get(deposit_files__deposit=deposit, deposit_files__path__endswith=end)
    return found


def test_a_row_fills_the_record_of_its_file(taken_in: Deposit) -> None:
    manifest = give(taken_in, FULL)
    assert outcomes(manifest) == {2: (RowOutcome.APPLIED, [])}
    record = record_of(taken_in, "a/1.jpg")
    assert (record.title_uz, record.title_ru, record.original_title) == ("Termiz porti", "Порт Термез", "")
    assert (record.date_edtf, record.rights, record.access) == ("1924-03", "CC-BY-4.0", "public")
    assert [(row.role, str(row.agent)) for row in record.record_agents.all()] == [("photographer", "Ivan Petrov")]
    assert {subject.label_uz for subject in record.subjects.all()} == {"port", "savdo"}
    assert [(row.scheme, row.value) for row in record.identifiers.all()] == [("inventory", "I-12")]
    # The other photo has no row, and is told so.
    assert [file.name for file in files_without_row(manifest)] == ["1.jpg", "bet.png"]


def test_each_row_tells_what_is_wrong_with_it_and_stops_no_other(taken_in: Deposit) -> None:
    manifest = give(
        taken_in,
        "1.jpg;Qaysi biri?;;;;;;;;",
        "yoʻq.jpg;Yoʻq;;;;;;;;",
        "bet.png;Sahifa;;yaqinda;;;;;;",
        FULL,
        "topshiriq/a/1.jpg;Yana;;;;;;;;",
        ";Fayl qani?;;;;;;;;",
        "b/1.jpg;Toʻplam;;;;;;;yoʻq-toʻplam;",
    )
    assert outcomes(manifest) == {
        2: (RowOutcome.REFUSED, ["ambiguous"]),
        3: (RowOutcome.WAITING, []),
        4: (RowOutcome.REFUSED, ["bad_date"]),
        5: (RowOutcome.APPLIED, []),
        6: (RowOutcome.REFUSED, ["twice"]),
        7: (RowOutcome.REFUSED, ["no_path"]),
        8: (RowOutcome.REFUSED, ["unknown_collection"]),
    }
    assert record_of(taken_in, "bet.png").title_uz in (None, "")


def test_a_trial_says_what_would_happen_and_changes_nothing(taken_in: Deposit) -> None:
    before = list(Record.objects.order_by("pk").values())
    manifest = give(taken_in, FULL, "b/1.jpg;;;1924-13-45;;;;;;", trial=True)
    assert manifest.state == ManifestState.CHECKED
    assert outcomes(manifest) == {2: (RowOutcome.READY, []), 3: (RowOutcome.REFUSED, ["bad_date"])}
    assert list(Record.objects.order_by("pk").values()) == before
    assert not Subject.objects.exists()


def test_a_row_mended_or_tried_again_is_applied_and_no_file_is_taken_in_twice(taken_in: Deposit) -> None:
    first = give(taken_in, "b/1.jpg;Toʻplam;;;;;;;termiz;", "bet.png;Sahifa;;yaqinda;;;;;;")
    assert {outcome for outcome, _codes in outcomes(first).values()} == {RowOutcome.REFUSED}
    collection = Collection.objects.create(slug="termiz", title_uz="Termiz")
    apply_again(manifest=first)
    work_on_manifest(manifest_id=first.pk)
    assert outcomes(first) == {2: (RowOutcome.APPLIED, []), 3: (RowOutcome.REFUSED, ["bad_date"])}
    assert record_of(taken_in, "b/1.jpg").collection == collection
    second = give(taken_in, "bet.png;Sahifa;;1924;;;;;;")
    assert outcomes(second) == {2: (RowOutcome.APPLIED, [])}
    first.refresh_from_db()
    assert first.state == ManifestState.REPLACED
    assert record_of(taken_in, "bet.png").date_edtf == "1924"
    assert taken_in.files.filter(outcome=FileOutcome.INGESTED).count() == Record.objects.count() == 3


def test_what_a_person_has_edited_since_is_not_overwritten(taken_in: Deposit, cataloguer: User) -> None:
    give(taken_in, FULL)
    record = record_of(taken_in, "a/1.jpg")
    record.title_uz, record.edited_fields = "Nodira yozgan", ["title_uz"]
    record.save()
    change_access(records=[record], access="staff", user=cataloguer)
    manifest = give(taken_in, FULL.replace("Порт", "Гавань"))
    record.refresh_from_db()
    assert (record.title_uz, record.title_ru, record.access) == ("Nodira yozgan", "Гавань Термез", "staff")
    assert manifest.rows.get().kept == ["access", "embargo_until", "title_uz"]


def test_a_draft_beside_the_record_gets_the_same(taken_in: Deposit) -> None:
    record = record_of(taken_in, "a/1.jpg")
    record.description_uz = "Qoralama"
    record.save_revision()
    give(taken_in, FULL)
    record.refresh_from_db()
    draft = record.get_latest_revision_as_object()
    assert (draft.title_ru, draft.description_uz) == ("Порт Термез", "Qoralama")
    assert {str(row.agent) for row in draft.record_agents.all()} == {"Ivan Petrov"}
    assert draft.subjects.count() == 2


def test_reading_the_file_again_leaves_alone_what_the_manifest_said(taken_in: Deposit, tmp_path: Path) -> None:
    give(taken_in, FULL)
    record = record_of(taken_in, "a/1.jpg")
    asset = record.record_assets.get().asset
    asset.technical = {
        "metadata": {"title": {"default": "DSC 1"}, "caption": {"default": "Fayldan"}, "keywords": ["x"]}
    }
    prefill_record(record=record, asset=asset, said=said_of(asset))
    record.refresh_from_db()
    assert (record.title_uz, record.original_title) == ("Termiz porti", "")
    assert "Fayldan" in (record.description_en, record.description_uz)
    assert {subject.label_uz for subject in record.subjects.all()} == {"port", "savdo"}


def test_a_checksum_that_differs_refuses_the_row_in_every_algorithm(taken_in: Deposit, folder: Path) -> None:
    import hashlib  # noqa: PLC0415 - of this test alone

    content = (folder / "a/1.jpg").read_bytes()
    headers = "file;title_uz;checksum"
    for algorithm in ("md5", "sha1", "sha256", "sha512"):
        right = hashlib.new(algorithm, content).hexdigest()
        assert outcomes(give(taken_in, f"a/1.jpg;Port;{right}", headers=headers))[2][0] == RowOutcome.APPLIED
        wrong = hashlib.new(algorithm, b"boshqa").hexdigest()
        assert outcomes(give(taken_in, f"a/1.jpg;Port;{wrong}", headers=headers))[2] == (
            RowOutcome.REFUSED, ["checksum"],
        )  # fmt: skip


def test_undoing_the_deposit_takes_what_the_manifest_filled_along(
    taken_in: Deposit, settle: Callable[..., Any]
) -> None:
    give(taken_in, FULL)
    settle(lambda: ask_to_undo(deposit=taken_in, scope=UndoScope.WHOLE, user=None))
    taken_in.refresh_from_db()
    assert taken_in.state == DepositState.UNDONE
    assert not Record.objects.exists()
    # Names may be used elsewhere by now: they stay.
    assert Subject.objects.count() == 2


def ingest(*arguments: object, **options: Any) -> list[str]:
    out = io.StringIO()
    call_command("ingest", *map(str, arguments), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue().splitlines()


def test_the_command_applies_a_manifest_from_the_first_moment_on(folder: Path, tmp_path: Path, db: None) -> None:
    table = tmp_path / "m.csv"
    table.write_text(f"{HEADERS}\n{FULL}\nyoq.jpg;Yoʻq;;;;;;;;\n", encoding="cp1251", errors="replace")
    lines = ingest(folder, manifest=table, access="public")
    assert any(line.startswith("row 3: refused: yoq.jpg") for line in lines)
    assert record_of(Deposit.objects.get(), "a/1.jpg").title_ru == "Порт Термез"


def test_an_access_that_the_manifest_narrows_is_never_wider(folder: Path, tmp_path: Path, db: None) -> None:
    table = tmp_path / "m.json"
    table.write_text(json.dumps([{"file": "a/1.jpg", "embargo_until": "2099-01-01"}]), encoding="utf-8")
    seen: list[str] = []
    from catalog.signals import records_changed  # noqa: PLC0415 - of this test alone

    def note(record_ids: list[int], **_: Any) -> None:
        seen.extend(Record.objects.filter(pk__in=record_ids).values_list("access", flat=True))

    deposit = open_deposit(paths=[folder / "a"], order=IngestOrder(access="public"))
    manifest = receive_manifest(deposit=deposit, file=ContentFile(table.read_bytes()), name="m.json", is_queued=False)
    work_on_manifest(manifest_id=manifest.pk)
    manifest.refresh_from_db()
    agree_on_columns(manifest=manifest, mapping=manifest.mapping, is_trial=False, is_queued=False)
    work_on_manifest(manifest_id=manifest.pk)
    records_changed.connect(note)
    try:
        work_on_deposit(deposit_id=deposit.pk)
    finally:
        records_changed.disconnect(note)
    record = Record.objects.get()
    assert (record.access, record.embargo_until) == ("embargo", date(2099, 1, 1))
    assert seen[-1] == "embargo"


def test_a_dry_run_of_the_command_leaves_nothing_behind(folder: Path, tmp_path: Path, db: None) -> None:
    table = tmp_path / "m.csv"
    table.write_text(f"{HEADERS}\n{FULL}\n1.jpg;x;;;;;;;;\n", encoding="utf-8")
    lines = ingest(folder, manifest=table, dry_run=True)
    assert lines[0].startswith("row 2: would be applied: a/1.jpg: title_uz=Termiz porti")
    assert lines[1].startswith("row 3: refused: 1.jpg: Several files")
    assert (Deposit.objects.count(), Record.objects.count(), Manifest.objects.count()) == (0, 0, 0)
    with pytest.raises(CommandError, match="--dry-run tries a manifest"):
        ingest(folder, dry_run=True)


def test_a_manifest_without_the_name_of_the_file_is_not_begun(folder: Path, tmp_path: Path, db: None) -> None:
    table = tmp_path / "m.csv"
    table.write_text("nima,qachon\nkarvon,1924\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Choose which column holds the name of the file"):
        ingest(folder, manifest=table)
    assert not Deposit.objects.exists()


def test_staff_upload_files_with_a_manifest_choose_its_columns_try_and_apply(
    staff: Client, settle: Callable[..., Any]
) -> None:
    table = SimpleUploadedFile("baza.csv", b"rasm,nom,kim,qachon\n1.jpg,Port,Ivan,1924\n2.jpg,Bozor,Ivan,kecha\n")
    files = [SimpleUploadedFile("1.jpg", jpeg(1)), SimpleUploadedFile("2.jpg", jpeg(2))]
    settle(lambda: staff.post("/admin/deposit/", {"access": "staff", "files": files, "manifest": table}))
    deposit = Deposit.objects.get()
    address = reverse("catalog_manifest", args=[deposit.pk])
    page = staff.get(address).content.decode()
    assert "Ivan" in page
    assert "What the columns mean" in page
    assert address in staff.get(reverse("catalog_deposit_page", args=[deposit.pk])).content.decode()
    chosen = {"column-0": "path", "column-1": "title_uz", "column-2": "photographer", "column-3": "date_edtf"}
    agree = reverse("catalog_manifest_columns", args=[deposit.pk])
    without = settle(lambda: staff.post(agree, {**chosen, "column-0": "", "trial": "1"}, follow=True))
    assert "Choose which column holds the name of the file." in without.content.decode()
    tried = settle(lambda: staff.post(agree, {**chosen, "trial": "1"})) and staff.get(address).content.decode()
    assert "Would be applied" in tried
    assert "“kecha” is not understood as a date" in tried
    assert not Record.objects.filter(title_uz="Port").exists()
    settle(lambda: staff.post(agree, chosen))
    assert Record.objects.get(title_uz="Port").date_edtf == "1924"
    shown = staff.get(reverse("catalog_deposit_page", args=[deposit.pk])).content.decode()
    assert "Metadata not applied" in shown
    corrected = SimpleUploadedFile("baza.csv", b"Rasm,NOM,kim,qachon\n2.jpg,Bozor,Ivan,1925\n")
    settle(lambda: staff.post(address, {"manifest": corrected}))
    # The same headers came before: what was chosen then is proposed.
    assert current_manifest(deposit.pk).mapping == list(chosen.values())  # type: ignore[union-attr]
    assert "A table with these headers came before" in staff.get(address).content.decode()
    settle(lambda: staff.post(agree, chosen))
    assert Record.objects.get(title_uz="Bozor").date_edtf == "1925"
    assert "Metadata not applied" not in staff.get(reverse("catalog_deposit_page", args=[deposit.pk])).content.decode()
    assert ColumnMapping.objects.count() == 1


def test_files_that_come_after_the_manifest_are_described_by_it(
    staff: Client, settle: Callable[..., Any], deposit: Any
) -> None:
    visit = "5f1f3a52-1c5e-4b7e-9f7a-111111111111"
    deposit({"1.jpg": jpeg(1)}, visit=visit, access="staff")
    made = Deposit.objects.get()
    manifest = give(made, "2.jpg;Keyin kelgan;;;;;;;;")
    assert outcomes(manifest) == {2: (RowOutcome.WAITING, [])}
    deposit({"2.jpg": jpeg(2)}, visit=visit, access="staff")
    assert Deposit.objects.count() == 1
    assert Record.objects.filter(title_uz="Keyin kelgan").exists()


def test_a_manifest_that_is_no_table_says_so(staff: Client, settle: Callable[..., Any], taken_in: Deposit) -> None:
    address = reverse("catalog_manifest", args=[taken_in.pk])
    settle(lambda: staff.post(address, {"manifest": SimpleUploadedFile("m.csv", b"%PDF-1.7")}))
    assert "cannot be read as CSV, XLSX or JSON" in staff.get(address).content.decode()


def test_manifests_are_for_those_who_deposit(client: Client, journalist: Client, taken_in: Deposit) -> None:
    for name in ("catalog_manifest", "catalog_manifest_course"):
        for visitor in (client, journalist):
            assert visitor.get(reverse(name, args=[taken_in.pk])).status_code in (302, 403)


def test_a_manifest_left_by_a_dead_worker_is_taken_up_again(taken_in: Deposit, settle: Callable[..., Any]) -> None:
    from datetime import timedelta  # noqa: PLC0415 - of this test alone

    from django.utils import timezone  # noqa: PLC0415

    manifest = receive_manifest(
        deposit=taken_in, file=ContentFile(f"{HEADERS}\n{FULL}".encode()), name="m.csv", is_queued=False
    )
    assert reclaim_manifests() == 0
    Manifest.objects.update(given_at=timezone.now() - timedelta(minutes=5))
    assert settle(reclaim_manifests) == 1
    manifest.refresh_from_db()
    assert (manifest.state, manifest.row_count) == (ManifestState.READ, 1)


def test_a_file_that_came_after_its_row_was_passed_in_the_round_under_way_is_described(taken_in: Deposit) -> None:
    manifest = give(taken_in, FULL)
    Record.objects.update(title_uz="")
    manifest.rows.update(outcome=RowOutcome.WAITING, round=manifest.round)
    Manifest.objects.update(state=ManifestState.APPLYING)
    follow_deposit(deposit_id=taken_in.pk)
    work_on_manifest(manifest_id=manifest.pk)
    assert outcomes(manifest) == {2: (RowOutcome.APPLIED, [])}
    assert record_of(taken_in, "a/1.jpg").title_uz == "Termiz porti"
    manifest.refresh_from_db()
    assert manifest.state == ManifestState.APPLIED


@pytest.mark.parametrize("state", [ManifestState.READING, ManifestState.APPLYING])
def test_a_manifest_that_ends_its_process_again_and_again_is_set_aside_with_its_reason(
    taken_in: Deposit, staff: Client, monkeypatch: pytest.MonkeyPatch, in_english: None, state: ManifestState
) -> None:
    manifest = give(taken_in, FULL)
    work = Mock(return_value=False)
    with monkeypatch.context() as patch:
        patch.setattr("catalog.operations.manifests.work_on_manifest._work", work)
        Manifest.objects.update(state=state, attempts=MAX_ATTEMPTS - 1)
        work_on_manifest(manifest_id=manifest.pk)
        assert Manifest.objects.get().attempts == 0, "what is survived does not count"
        # A killed process reaches no "finally": what it leaves is the count alone.
        Manifest.objects.update(attempts=MAX_ATTEMPTS)
        work_on_manifest(manifest_id=manifest.pk)
    manifest.refresh_from_db()
    assert work.call_count == 1
    assert manifest.state == (ManifestState.FAILED if state == ManifestState.READING else ManifestState.READ)
    assert manifest.problem.code == "process_lost"
    page = staff.get(reverse("catalog_manifest", args=[taken_in.pk])).content.decode()
    assert "ended 5 times before it was done" in page
    assert not work_on_manifest(manifest_id=manifest.pk)
    assert reclaim_manifests() == 0
