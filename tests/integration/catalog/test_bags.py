"""A bag is recognized, verified file by file, and what it says of itself is kept."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from archive.spool import keep
from catalog.choices import BagPart, FileOutcome
from catalog.manifest_queries import current_manifest
from catalog.models import Deposit, Record
from catalog.operations.deposits import recognize_bags
from catalog.operations.deposits.list_files import list_files
from catalog.operations.deposits.open_deposit import open_deposit
from catalog.operations.deposits.work_on_deposit import work_on_deposit
from catalog.operations.ingest_file import IngestOrder
from tests.conftest import SHARED_DATA
from tests.integration.catalog.conftest import jpeg, page_png
from tests.unpacking import unpack

pytestmark = pytest.mark.usefixtures("in_english")

INFO = "Source-Organization: Bojxona xizmati\nExternal-Description: Termiz porti,\n  1924-yil\n"


def bag(
    payload: dict[str, bytes], *, algorithm: str = "sha256", tags: dict[str, bytes] | None = None
) -> dict[str, bytes]:
    """Return the files of a valid bag by path."""
    made = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": INFO.encode(),
        **(tags or {}),
        **{f"data/{path}": content for path, content in payload.items()},
    }

    def listing(wanted: Callable[[str], bool]) -> bytes:
        lines = [
            f"{hashlib.new(algorithm, content).hexdigest()}  {path.replace('%', '%25')}"
            for path, content in made.items()
            if wanted(path)
        ]
        return "\n".join([*lines, ""]).encode()

    made[f"manifest-{algorithm}.txt"] = listing(lambda path: path.startswith("data/"))
    made[f"tagmanifest-{algorithm}.txt"] = listing(lambda path: not path.startswith("data/"))
    return made


def in_folder(files: dict[str, bytes], folder: Path) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def in_zip(files: dict[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"qop/{name}", content)
    return path


def in_tar(files: dict[str, bytes], path: Path) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"qop/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


PACKINGS: dict[str, Callable[[dict[str, bytes], Path], Path]] = {
    "folder": lambda files, folder: in_folder(files, folder / "qop"),
    "zip": lambda files, folder: in_zip(files, folder / "qop.zip"),
    "tar": lambda files, folder: in_tar(files, folder / "qop.tar.gz"),
}


def taken_in(path: Path) -> Deposit:
    made = open_deposit(paths=[path], order=IngestOrder())
    work_on_deposit(deposit_id=made.pk)
    made.refresh_from_db()
    return made


def outcomes(deposit: Deposit) -> dict[str, tuple[str, str]]:
    rows = deposit.files.exclude(outcome=FileOutcome.UNPACKED)
    return {row.path.partition("qop/")[2]: (row.outcome, row.reason.code) for row in rows}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("algorithm", ["md5", "sha512"])
@pytest.mark.django_db
def test_a_whole_bag_is_taken_in_and_says_whose_it_is(
    tmp_path: Path, packing: str, algorithm: str, staff: Client
) -> None:
    files = bag({"Термиз 100%.jpg": jpeg(1), "ichki/2.png": page_png(1)}, algorithm=algorithm)
    deposit = taken_in(PACKINGS[packing](files, tmp_path))
    found = outcomes(deposit)
    assert {path: outcome for path, (outcome, _code) in found.items() if path.startswith("data/")} == {
        "data/Термиз 100%.jpg": FileOutcome.INGESTED, "data/ichki/2.png": FileOutcome.INGESTED,
    }  # fmt: skip
    assert {outcome for path, (outcome, _code) in found.items() if not path.startswith("data/")} == {
        FileOutcome.ATTACHED
    }
    assert [fact[1:] for fact in deposit.bag_info or []] == [
        ["Source-Organization", "Bojxona xizmati"], ["External-Description", "Termiz porti, 1924-yil"],
    ]  # fmt: skip
    page = staff.get(reverse("catalog_deposit_page", args=[deposit.pk])).content.decode()
    assert "Bojxona xizmati" in page


@pytest.mark.django_db
def test_an_archive_in_a_bag_is_held_to_its_checksum_before_it_is_unpacked(tmp_path: Path) -> None:
    packed = {name: in_zip({name: jpeg(seed)}, tmp_path / name).read_bytes() for seed, name in enumerate("abc", 1)}
    files = bag({"butun.zip": packed["a"], "boshqa.zip": packed["b"]})
    files |= {"data/boshqa.zip": packed["c"], "data/begona.zip": packed["c"]}
    found = outcomes(taken_in(in_folder(files, tmp_path / "qop")))
    assert found["data/boshqa.zip"] == (FileOutcome.REFUSED, "bag_mismatch")
    assert found["data/begona.zip"] == (FileOutcome.REFUSED, "bag_stray")
    assert [path for path, (outcome, _) in found.items() if outcome == FileOutcome.INGESTED] == ["data/butun.zip/qop/a"]


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.django_db
def test_each_bad_missing_and_unnamed_file_has_a_reason_of_its_own(tmp_path: Path, packing: str) -> None:
    files = bag({"1.jpg": jpeg(1), "2.jpg": jpeg(2), "3.jpg": jpeg(3)})
    files["data/1.jpg"] = jpeg(11)
    del files["data/2.jpg"]
    files["data/begona.jpg"] = jpeg(4)
    files["bag-info.txt"] += b"Contact-Name: somebody else\n"
    found = outcomes(taken_in(PACKINGS[packing](files, tmp_path)))
    assert found["data/1.jpg"] == (FileOutcome.REFUSED, "bag_mismatch")
    assert found["data/2.jpg"] == (FileOutcome.REFUSED, "bag_missing")
    assert found["data/begona.jpg"] == (FileOutcome.REFUSED, "bag_stray")
    assert found["data/3.jpg"] == (FileOutcome.INGESTED, "")
    assert found["bag-info.txt"] == (FileOutcome.REFUSED, "bag_mismatch")
    assert Record.objects.count() == 1


@pytest.mark.parametrize("place", ["metadata.csv", "data/metadata.csv"])
@pytest.mark.parametrize("packing", PACKINGS)
def test_a_table_in_the_bag_is_offered_as_the_manifest(
    tmp_path: Path, packing: str, place: str, settle: Callable[..., Any], db: None
) -> None:
    table = b"filename,title_uz\n1.jpg,Termiz porti\n"
    payload = {"1.jpg": jpeg(1)}
    files = bag(payload | {"metadata.csv": table}) if place.startswith("data/") else bag(payload, tags={place: table})
    deposit = settle(lambda: taken_in(PACKINGS[packing](files, tmp_path)))
    assert outcomes(deposit)[place] == (FileOutcome.ATTACHED, "")
    manifest = current_manifest(deposit.pk)
    assert manifest is not None
    assert (manifest.state, manifest.mapping) == ("read", ["path", "title_uz"])


@pytest.mark.django_db
def test_a_file_called_bagit_makes_no_bag(tmp_path: Path) -> None:
    deposit = taken_in(in_folder({"bagit.txt": b"hello", "1.jpg": jpeg(1)}, tmp_path / "qop"))
    assert outcomes(deposit)["1.jpg"] == (FileOutcome.INGESTED, "")
    assert deposit.bag_info is None


@pytest.mark.shared_data
@pytest.mark.django_db
def test_the_bags_of_the_conformance_suite_are_told_apart(tmp_path: Path) -> None:
    suite = SHARED_DATA / "archives" / "bagit" / "bagit-conformance.tar.gz"
    if not suite.exists():
        pytest.skip("the collections are not beside the checkout")
    with tarfile.open(suite) as archive:
        unpack(archive, tmp_path)
    declarations = [path for path in tmp_path.rglob("bagit.txt") if "valid" in path.parts and "v1.0" in path.parts]
    for declaration in declarations[:8]:
        codes = [row.reason for row in taken_in(declaration.parent).files.all()]
        assert not {reason.code for reason in codes} & {"bag_mismatch", "bag_missing", "bag_stray"}, declaration


@pytest.mark.parametrize("encoding", ["idna", "undefined", "a\0b", "hex", "nobody's"])
@pytest.mark.django_db
def test_an_encoding_that_is_none_of_a_text_makes_no_bag_and_harms_nothing(tmp_path: Path, encoding: str) -> None:
    said = f"BagIt-Version: 1.0\nTag-File-Character-Encoding: {encoding}\n".encode()
    files = {**bag({"1.jpg": jpeg(1)}), "bagit.txt": said}
    deposit = taken_in(in_folder(files, tmp_path / "qop"))
    assert outcomes(deposit)["data/1.jpg"] == ("ingested", "")
    assert not deposit.bag_info


@pytest.mark.django_db
def test_a_process_that_lists_a_bag_once_more_takes_no_file_for_a_stray(tmp_path: Path) -> None:
    deposit = open_deposit(paths=[in_folder(bag({"1.jpg": jpeg(1)}), tmp_path / "qop")], order=IngestOrder())
    list_files(deposit=deposit)
    parts: list[str | None] = []
    payload = deposit.files.filter(path__endswith="1.jpg")

    def look(self: Any, name: str, algorithm: str) -> None:
        parts.extend(payload.values_list("bag_part", flat=True))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recognize_bags._Bag, "_note_listing", look)
        recognize_bags.recognize_bags(deposit=deposit)
    assert set(parts) == {BagPart.PAYLOAD}


@pytest.mark.django_db
def test_nobody_waits_for_the_database_while_the_table_of_a_bag_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[int] = []

    def kept(**given: Any) -> None:
        inside.append(len(connection.savepoint_ids))
        keep(**given)

    monkeypatch.setattr("catalog.operations.manifests.receive_manifest.keep", kept)
    table = b"Filename,Title\n1.jpg,Termiz\n"
    deposit = taken_in(in_folder(bag({"1.jpg": jpeg(1)}, tags={"metadata.csv": table}), tmp_path / "qop"))
    assert inside == [0]
    assert deposit.manifests.count() == 1
