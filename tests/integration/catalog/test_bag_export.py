"""A selection or a collection is packed into a bag that other archives accept, however often the work is broken off."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import AssetVersion, Cue, Document, Photo, Recording, Transcript
from catalog.bag_metadata import COLUMNS
from catalog.choices import BagState
from catalog.models import (
    Agent,
    BagExport,
    Collection,
    Place,
    Record,
    RecordAgent,
    RecordAsset,
    RecordIdentifier,
    Subject,
    User,
)
from catalog.operations.bags import pack_bag as packing
from catalog.operations.bags.ask_for_bag import ask_for_bag, call_off, delete_expired, go_on, work_folder
from catalog.operations.bags.pack_bag import pack_bag
from catalog.operations.bags.pack_record import RecordPacker
from catalog.operations.bags.reclaim_bags import reclaim_bags
from tests.integration.catalog.conftest import MakeRecord, jpeg
from tests.unpacking import unpack

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture(autouse=True)
def _own_data(settings: Any, tmp_path: Path) -> None:
    settings.FONDS_DATA = tmp_path / "data"


def add_photo(record: Record, seed: int, name: str = "") -> Photo:
    photo = Photo(title="Surat", media_type="image/jpeg", original_name=name or f"surat {seed}.jpg")
    photo.file = ContentFile(jpeg(seed, (32, 24)), name="x.jpg")
    photo.save()
    RecordAsset.objects.create(record=record, photo=photo, sort_order=seed)
    return photo


@pytest.fixture
def records(make_record: MakeRecord) -> list[Record]:
    """Return three records with a photo each, of one collection."""
    fund = Collection.objects.create(slug="fond-1", title_uz="Bojxona fondi")
    made = [make_record(kind="photo", original_title=f"Surat {n}", collection=fund) for n in range(3)]
    for number, record in enumerate(made):
        add_photo(record, number)
    return made


def opened(export: BagExport, folder: Path) -> Path:
    """Unpack a finished bag and return its folder, once the Library of Congress's own program has found it valid."""
    export.refresh_from_db()
    assert export.state == BagState.READY, export.reason.sentence
    with default_storage.open(export.name) as stored, tarfile.open(fileobj=stored) as tar:
        unpack(tar, folder)
    [top] = folder.iterdir()
    bag = bagit.Bag(str(top))
    bag.validate()
    assert not (folder.parent / "data" / "exports" / export.uid.hex).exists()
    return top


def rows_in(bag: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((bag / "data" / "metadata.csv").read_text("utf-8"))))


def test_a_selection_becomes_a_valid_bag_with_all_that_is_known(
    records: list[Record], cataloguer: User, tmp_path: Path, document: Document, tie: Any
) -> None:
    first = records[0]
    first.title_uz, first.title_ru, first.title_en = "Karvon", "Караван", "A caravan, at dawn"
    first.description_en, first.date_edtf, first.rights = 'With "quotes"\nand lines', "1924?", "InC"
    first.credit_line_uz, first.languages = "Arxiv", ["uz", "ru"]
    first.save()
    first.subjects.add(Subject.objects.create(slug="bojxona-2", label_uz="Bojxona ishi"))
    first.places.add(Place.objects.create(slug="termez-2", label_uz="Termiz"))
    first.save()
    pulat = Agent.objects.create(slug="p", label_uz="Pulat")
    RecordAgent.objects.create(record=first, agent=pulat, role="photographer")
    RecordIdentifier.objects.create(record=first, value="INV/12")
    tie(records[1], document)
    export = ask_for_bag(title="Sinov", user=cataloguer, record_ids=[record.pk for record in records])
    assert not pack_bag(export_id=export.pk)
    bag = opened(export, tmp_path / "out")
    rows = rows_in(bag)
    assert tuple(rows[0]) == COLUMNS
    by_record = {row["record"]: row for row in rows if row["file"].endswith(".jpg")}
    row = by_record[first.pid]
    assert (bag / "data" / row["file"]).read_bytes() == jpeg(0, (32, 24))
    assert {name: row[name] for name in ("title_ru", "title_en", "description_en", "date", "identifier", "photographer",
                                         "subjects", "places", "rights", "credit", "access", "languages")} == {
        "title_ru": "Караван", "title_en": "A caravan, at dawn", "description_en": 'With "quotes"\nand lines',
        "date": "1924?", "identifier": "INV/12", "photographer": "Pulat", "subjects": "Bojxona ishi",
        "places": "Termiz", "rights": "InC", "credit": "Arxiv", "access": "public", "languages": "uz|ru",
    }  # fmt: skip
    text = list((bag / "data").rglob("text/*.txt"))
    assert ["Термиз" in one.read_text("utf-8") for one in text] == [True]
    said = [json.loads(line) for line in (bag / "data" / "metadata.jsonl").read_text("utf-8").splitlines()]
    assert [one["record"] for one in said] == [record.pid for record in records]
    assert said[0]["files"][0]["sha256"] == Photo.objects.earliest("pk").sha256
    info = bagit.Bag(str(bag)).info
    assert info["External-Description"] == "Sinov"
    assert info["Payload-Oxum"].count(".") == 1


def test_names_of_every_script_and_trap_are_kept_apart_and_safe(
    make_record: MakeRecord, cataloguer: User, tmp_path: Path
) -> None:
    record = make_record()
    hostile = ["../../etc/passwd.jpg", "Ҳисобот 50%.jpg", "a\nb.jpg", "same.jpg", "same.jpg", "CON.jpg"]
    for seed, name in enumerate(hostile):
        add_photo(record, seed, name)
    export = ask_for_bag(title="x", user=cataloguer, record_ids=[record.pk])
    pack_bag(export_id=export.pk)
    bag = opened(export, tmp_path / "out")
    names = sorted(path.name for path in (bag / "data" / "objects" / record.pid).iterdir())
    assert names == ["001_.._.._etc_passwd.jpg".replace("001_.._.._", "001__.._"), "002_Ҳисобот 50_.jpg", "003_a_b.jpg",
                     "004_same.jpg", "005_same.jpg", "006__CON.jpg"]  # fmt: skip


def test_versions_and_transcripts_go_in_when_wanted(make_record: MakeRecord, cataloguer: User, tmp_path: Path) -> None:
    record = make_record(kind="recording")
    photo = add_photo(record, 1)
    default_storage.save("originals/aa/old.jpg", ContentFile(jpeg(7)))
    AssetVersion.objects.create(kind="photo", asset_id=photo.pk, number=1, name="originals/aa/old.jpg", why="blurred",
                                sha256=hashlib.sha256(jpeg(7)).hexdigest(), size_bytes=len(jpeg(7)),
                                media_type="image/jpeg", original_name="old.jpg")  # fmt: skip
    recording = Recording(title="Ovoz", media_type="audio/wav", type="audio", duration=1, original_name="ovoz.wav")
    recording.file = ContentFile(b"RIFF sound", name="x.wav")
    recording.save()
    RecordAsset.objects.create(record=record, recording=recording, sort_order=2)
    transcript = Transcript.objects.create(recording=recording, language="uz-Latn", source="person")
    Cue.objects.create(transcript=transcript, position=1, start_ms=0, end_ms=900, text="Assalomu alaykum")
    export = ask_for_bag(title="x", user=cataloguer, record_ids=[record.pk], has_versions=True)
    pack_bag(export_id=export.pk)
    bag = opened(export, tmp_path / "out")
    [old] = bag.rglob("versions/*")
    assert old.read_bytes() == jpeg(7)
    [spoken] = bag.rglob("*.uz-*.vtt")
    assert "Assalomu alaykum" in spoken.read_text("utf-8")
    lean = ask_for_bag(title="y", user=cataloguer, record_ids=[record.pk], has_texts=False)
    pack_bag(export_id=lean.pk)
    bag = opened(lean, tmp_path / "lean")
    assert not list(bag.rglob("versions/*"))
    assert not list(bag.rglob("text/*"))


def test_a_damaged_or_missing_file_is_left_out_and_named(
    records: list[Record], cataloguer: User, tmp_path: Path, staff: Client
) -> None:
    damaged, missing, whole = (RecordAsset.objects.get(record=record).photo for record in records)
    path = Path(default_storage.path(damaged.file.name))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    Path(default_storage.path(missing.file.name)).unlink()
    export = ask_for_bag(title="x", user=cataloguer, record_ids=[record.pk for record in records])
    pack_bag(export_id=export.pk)
    bag = opened(export, tmp_path / "out")
    assert [row["file"] != "" for row in rows_in(bag)] == [False, False, True]
    assert [why["code"] for _pid, _name, why in export.problems] == ["damaged", "missing"]
    assert whole.original_name in {path.name[4:] for path in bag.rglob("objects/*/*")}
    assert "2 files left out" in staff.get("/admin/exports/").content.decode()


class Killed(BaseException):
    """Stand for the end of the process."""


@pytest.mark.parametrize("kill_at", range(1, 4))
def test_work_that_is_killed_goes_on_from_its_last_mark(
    records: list[Record], cataloguer: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kill_at: int
) -> None:
    monkeypatch.setattr(packing, "MARK_SECONDS", 0 if kill_at != 2 else 60)
    export = ask_for_bag(title="x", user=cataloguer, record_ids=[record.pk for record in records])
    packed: list[str] = []
    pack = RecordPacker.pack

    def dying(self: RecordPacker) -> None:
        pack(self)
        packed.append(self.record.pid)
        if len(packed) == kill_at:
            raise Killed

    monkeypatch.setattr(RecordPacker, "pack", dying)
    with pytest.raises(Killed):
        pack_bag(export_id=export.pk)
    BagExport.objects.update(claimed_by="nowhere:1:1@gone", worked_at=timezone.now() - timedelta(minutes=5))
    assert reclaim_bags(living=set()) == 1
    assert not pack_bag(export_id=export.pk)
    bag = opened(export, tmp_path / "out")
    assert [row["record"] for row in rows_in(bag)] == [record.pid for record in records]
    assert len(packed) == (4 if kill_at != 2 else 5), "only what came after the mark is done again"


def test_work_goes_on_from_the_start_where_another_disk_has_the_beginning(
    records: list[Record], cataloguer: User, tmp_path: Path
) -> None:
    export = ask_for_bag(title="x", user=cataloguer, record_ids=[record.pk for record in records])
    assert pack_bag(export_id=export.pk, seconds=0)
    shutil.rmtree(work_folder(export))
    assert not pack_bag(export_id=export.pk)
    assert len(rows_in(opened(export, tmp_path / "out"))) == 3


def test_one_process_at_a_time_packs_an_export(records: list[Record], cataloguer: User) -> None:
    export = ask_for_bag(title="x", user=cataloguer, record_ids=[records[0].pk])
    BagExport.objects.update(claimed_by="elsewhere:1:1")
    assert not pack_bag(export_id=export.pk)
    export.refresh_from_db()
    assert (export.state, export.done_count) == (BagState.WORKING, 0)


def test_too_little_room_or_too_large_an_export_stops_before_anything_is_packed(
    records: list[Record], cataloguer: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    export = ask_for_bag(title="x", user=cataloguer, record_ids=[records[0].pk])
    spare = packing.SPARE_BYTES
    monkeypatch.setattr(packing, "SPARE_BYTES", 1 << 60)
    pack_bag(export_id=export.pk)
    export.refresh_from_db()
    assert (export.state, export.reason.code) == (BagState.FAILED, "no_room")
    monkeypatch.setattr(packing, "SPARE_BYTES", spare)
    assert go_on(export=export)
    pack_bag(export_id=export.pk)
    export.refresh_from_db()
    assert export.state == BagState.READY
    settings.FONDS_EXPORT_MAX_BYTES = 10
    large = ask_for_bag(title="y", user=cataloguer, record_ids=[records[0].pk])
    pack_bag(export_id=large.pk)
    large.refresh_from_db()
    assert large.reason.code == "too_large"


def test_staff_export_from_the_list_and_download_and_nobody_else_does(
    staff: Client, client: Client, records: list[Record], run_tasks: Callable[[], None], journalist: Client,
    tmp_path: Path,
) -> None:  # fmt: skip
    keys = "&".join(f"id={record.pk}" for record in records)
    address = f"/admin/bulk/catalog/record/export_records/?{keys}&next=/admin/"
    assert staff.post(address, {"title": "Tanlov", "has_texts": "on"}).status_code == 302
    run_tasks()
    export = BagExport.objects.get()
    page = staff.get("/admin/exports/").content.decode()
    assert "Tanlov" in page
    assert f"/admin/exports/{export.pk}/download/" in page
    got = staff.get(f"/admin/exports/{export.pk}/download/")
    body = b"".join(got)
    assert len(body) == export.size_bytes
    part = staff.get(f"/admin/exports/{export.pk}/download/", headers={"Range": "bytes=512-1023"})
    assert (part.status_code, b"".join(part)) == (206, body[512:1024])
    for other in (client, journalist):
        assert other.get(f"/admin/exports/{export.pk}/download/").status_code in {302, 403}
    assert staff.get(f"/files/{export.name}").status_code == 404, "the public door knows no exports"
    opened(export, tmp_path / "out")


def test_a_whole_collection_is_exported(
    staff: Client, records: list[Record], run_tasks: Callable[[], None], make_record: MakeRecord, tmp_path: Path
) -> None:
    make_record(original_title="Boshqa")
    fund = Collection.objects.get(slug="fond-1")
    assert staff.post("/admin/exports/", {"collection": fund.pk, "has_texts": "on"}).status_code == 302
    run_tasks()
    assert len(rows_in(opened(BagExport.objects.get(), tmp_path / "out"))) == 3


def test_exporting_needs_the_right_for_it(staff: Client, cataloguer: User, records: list[Record]) -> None:
    group = cataloguer.groups.get()
    group.permissions.remove(group.permissions.get(codename="add_bagexport"))
    assert staff.get("/admin/exports/").status_code == 302
    address = f"/admin/bulk/catalog/record/export_records/?id={records[0].pk}&next=/admin/"
    staff.post(address, {"title": "Tanlov"})
    assert not BagExport.objects.exists()


def test_an_export_expires_and_can_be_called_off(records: list[Record], cataloguer: User) -> None:
    export = ask_for_bag(title="x", user=cataloguer, record_ids=[records[0].pk])
    pack_bag(export_id=export.pk)
    export.refresh_from_db()
    assert delete_expired() == 0
    BagExport.objects.update(expires_at=timezone.now())
    assert delete_expired() == 1
    assert not default_storage.exists(export.name)
    other = ask_for_bag(title="y", user=cataloguer, record_ids=[record.pk for record in records])
    assert pack_bag(export_id=other.pk, seconds=0)
    call_off(export=other)
    assert not pack_bag(export_id=other.pk)
    assert not work_folder(other).exists()
    other.refresh_from_db()
    assert other.state == BagState.CANCELED


def test_a_batch_of_records_takes_few_queries_for_each(records: list[Record], cataloguer: User) -> None:
    export = ask_for_bag(title="x", user=cataloguer, record_ids=[record.pk for record in records])
    with CaptureQueriesContext(connection) as few:
        pack_bag(export_id=export.pk)
    assert len(few) < 40
