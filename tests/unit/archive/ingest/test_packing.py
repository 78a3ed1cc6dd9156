"""Archives are unpacked one member at a time, and each hostile member has its own reason."""

from __future__ import annotations

import io
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from archive.ingest.errors import IngestRefused
from archive.ingest.packing import Member, Packing, PackLimits, open_pack, packing_of
from tests.memory import most_held

LIMITS = PackLimits(max_bytes=1_000_000, max_members=50, small_bytes=20_000)
Packer = Callable[[Path, dict[str, bytes]], Path]


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def tarred(path: Path, files: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as out:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            out.addfile(info, io.BytesIO(content))
    return path


def tarred_and_packed(path: Path, files: dict[str, bytes]) -> Path:
    return tarred(path, files, "w:gz")


def members(path: Path, limits: PackLimits = LIMITS) -> list[Member]:
    with open_pack(path, limits) as pack:
        return list(pack.members())


def told(path: Path, target: Path, limits: PackLimits = LIMITS) -> dict[str, str]:
    """Return what becomes of each member: "taken", or the code of its reason."""
    found = {}
    with open_pack(path, limits) as pack:
        for member in list(pack.members()):
            try:
                pack.extract(member.position, target)
                found[member.name] = "taken"
            except IngestRefused as refusal:
                found[member.name] = refusal.reason_code.value
    return found


def refusal(path: Path, limits: PackLimits = LIMITS) -> str:
    with pytest.raises(IngestRefused) as caught:
        members(path, limits)
    return caught.value.reason_code.value


@pytest.mark.parametrize("pack", [zipped, tarred, tarred_and_packed])
def test_members_come_out_as_they_went_in_in_any_order(pack: Packer, tmp_path: Path) -> None:
    files = {f"papka/{number}.jpg": random.Random(number).randbytes(3000) for number in range(9)}
    files["Ўзбекистон/" + "uzun-nom-" * 20 + ".jpg"] = b"long names have headers of their own"
    path = pack(tmp_path / "deposit", files)
    with open_pack(path, LIMITS) as opened:
        found = list(opened.members())
        assert [member.name for member in found] == list(files)
        for member in [*reversed(found), *found]:
            opened.extract(member.position, tmp_path / "out")
            assert (tmp_path / "out").read_bytes() == files[member.name]


def test_archives_are_told_by_their_content(tmp_path: Path) -> None:
    assert packing_of(zipped(tmp_path / "a.jpg", {"x": b"1"})) is Packing.ZIP
    assert packing_of(tarred(tmp_path / "b.jpg", {"x": b"1"})) is Packing.TAR
    assert packing_of(tarred_and_packed(tmp_path / "c.jpg", {"x": b"1"})) is Packing.TAR_GZ
    (tmp_path / "d.zip").write_bytes(b"\xff\xd8\xff\xe0 no archive")
    (tmp_path / "e.gz").write_bytes(b"\x1f\x8b\x08 torn")
    assert packing_of(tmp_path / "d.zip") is None
    assert packing_of(tmp_path / "e.gz") is None
    office = zipped(tmp_path / "f.docx", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    assert packing_of(office) is None, "an office file is a document, whatever it is packed with"


def test_names_that_lead_out_and_system_files_are_refused_each_with_its_reason(tmp_path: Path) -> None:
    files = {
        "../out.jpg": b"1", "/etc/passwd": b"1", "a/../../b.jpg": b"1", "C:\\windows\\a.jpg": b"1",
        "..\\up.jpg": b"1", "__MACOSX/._a.jpg": b"1", ".hidden": b"1", "good.jpg": b"1",
    }  # fmt: skip
    expected = dict.fromkeys(files, "unsafe_path") | {
        "__MACOSX/._a.jpg": "system_file", ".hidden": "system_file", "good.jpg": "taken",
    }  # fmt: skip
    box = tmp_path / "box"
    box.mkdir()
    for pack in (zipped, tarred, tarred_and_packed):
        assert told(pack(tmp_path / "hostile", files), box / "target") == expected
    assert {path.name for path in tmp_path.iterdir()} == {"hostile", "box"}
    assert [path.name for path in box.iterdir()] == ["target"]


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "links.tar", "w") as out:
        for name, kind in (("soft", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            out.addfile(info)
    assert told(tmp_path / "links.tar", tmp_path / "out") == {
        "soft": "symlink", "hard": "symlink", "pipe": "system_file",
    }  # fmt: skip
    with zipfile.ZipFile(tmp_path / "links.zip", "w") as packed:
        link = zipfile.ZipInfo("soft")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
    assert told(tmp_path / "links.zip", tmp_path / "out") == {"soft": "symlink"}


def test_a_member_behind_a_password_is_refused_and_the_others_are_taken(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"sir.jpg": b"secret", "ochiq.jpg": b"open"})
    raw = bytearray(path.read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.index(sign)
        raw[place + flags] |= 1
    path.write_bytes(raw)
    assert told(path, tmp_path / "out") == {"sir.jpg": "encrypted", "ochiq.jpg": "taken"}


def test_bombs_are_refused(tmp_path: Path) -> None:
    zeros = bytes(900_000)
    assert told(zipped(tmp_path / "a.zip", {"bomb": zeros}), tmp_path / "out") == {"bomb": "packed_too_tightly"}
    assert refusal(tarred_and_packed(tmp_path / "b.tgz", {str(n): zeros for n in range(4)})) == "packed_too_tightly"
    big = random.Random(1).randbytes(1_200_000)
    for pack in (zipped, tarred):
        assert told(pack(tmp_path / "c", {"katta": big}), tmp_path / "out") == {"katta": "too_large"}
    for pack in (zipped, tarred, tarred_and_packed):
        assert refusal(pack(tmp_path / "d", {str(number): b"" for number in range(51)})) == "too_many_files"


def test_a_header_that_announces_gigabytes_is_refused_before_they_are_read(tmp_path: Path) -> None:
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, 3_000_000_000
    (tmp_path / "a.tar").write_bytes(info.tobuf() + bytes(1024))
    said: list[str] = []
    assert most_held(lambda: said.append(refusal(tmp_path / "a.tar")), below=20_000_000) < 20_000_000
    assert set(said) <= {"packed_too_tightly", "truncated"}


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"kernel": random.Random(1).randbytes(10_000)})
    raw = path.read_bytes()
    start = raw.index(b"PK\x01\x02")
    end = raw.index(b"PK\x05\x06")
    entry = raw[start:end]
    tail = bytearray(raw[end:])
    tail[8:16] = struct.pack("<HHI", 5, 5, 5 * len(entry))
    path.write_bytes(raw[:start] + 5 * entry + tail)
    assert refusal(path) == "packed_too_tightly"


def test_an_archive_inside_an_archive_is_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.jpg": b"1"}).read_bytes()
    for pack in (zipped, tarred):
        assert told(pack(tmp_path / "outer", {"inner.zip": inner}), tmp_path / "out") == {"inner.zip": "nested_archive"}


@pytest.mark.parametrize("pack", [zipped, tarred, tarred_and_packed])
def test_a_cut_off_archive_says_so_wherever_it_is_cut(pack: Packer, tmp_path: Path) -> None:
    whole = pack(tmp_path / "whole", {f"{n}.jpg": random.Random(n).randbytes(2000) for n in range(5)}).read_bytes()
    cut = tmp_path / "cut"
    for length in range(700, 10_000, 431):
        cut.write_bytes(whole[:length])
        assert refusal(cut) in {"truncated", "damaged"}, length


def test_what_stands_before_the_cut_of_a_tar_is_listed(tmp_path: Path) -> None:
    whole = tarred(tmp_path / "a.tar", {f"{n}.jpg": bytes(1000) for n in range(5)}).read_bytes()
    (tmp_path / "a.tar").write_bytes(whole[:4000])
    with open_pack(tmp_path / "a.tar", LIMITS) as pack:
        listed = pack.members()
        assert [next(listed).name, next(listed).name] == ["0.jpg", "1.jpg"]
        with pytest.raises(IngestRefused):
            list(listed)


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.jpg": random.Random(3).randbytes(5000), "b.jpg": b"fine"})
    raw = bytearray(path.read_bytes())
    raw[500] ^= 0xFF
    path.write_bytes(raw)
    assert told(path, tmp_path / "out") == {"a.jpg": "damaged", "b.jpg": "taken"}


def test_names_from_russian_windows_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        out.writestr(zipfile.ZipInfo("xxxxxxx.jpg"), b"1")
    raw = (tmp_path / "a.zip").read_bytes().replace(b"xxxxxxx.jpg", "Таможня.jpg".encode("cp866"))
    (tmp_path / "a.zip").write_bytes(raw)
    assert [member.name for member in members(tmp_path / "a.zip")] == ["Таможня.jpg"]


def test_a_large_member_is_never_held_whole(tmp_path: Path) -> None:
    content = random.Random(1).randbytes(30_000_000)
    roomy = PackLimits()
    for pack in (zipped, tarred, tarred_and_packed):
        path = pack(tmp_path / "a", {"katta.tif": content})
        held = most_held(partial(told, path, tmp_path / "out", roomy), below=12_000_000)
        assert held < 12_000_000
        assert told(path, tmp_path / "out", roomy) == {"katta.tif": "taken"}
        assert (tmp_path / "out").stat().st_size == len(content)
