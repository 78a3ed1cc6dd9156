"""Pack zip and tar archives that lead out, grow, nest, lie, lock, link or name things as nobody should."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence

from archive.specimens.hostile import whole
from archive.specimens.hostile.types import TAKEN, UNPACKED, Case

_LEADING_OUT = (
    "../tashqariga.jpg", "../../../../../../tmp/fonds-qochgan.jpg", "/tmp/fonds-qochgan.jpg",  # noqa: S108 - where a careless reader would write
    "a/../../b.jpg",
    "C:\\Windows\\a.jpg", "..\\yuqoriga.jpg", "\\\\server\\ulush\\a.jpg", "c:a.jpg", "papka/..",
)  # fmt: skip
_ZEROS = bytes(40 << 20)


def packs() -> Iterator[Case]:
    """Yield the archives."""
    yield from _leading_out()
    yield from _linking()
    yield from _growing()
    yield from _locked_and_lying()


def zipped(files: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip that is the same every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.filename = name  # as it is: ZipInfo ends a name at its first NUL
            entry.compress_type = compression
            packed.writestr(entry, content)
    return out.getvalue()


def tarred(files: Mapping[str, bytes] | Sequence[tarfile.TarInfo], mode: str = "w") -> bytes:
    """Return a tar that is the same every time; members without content are given as their headers."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        if isinstance(files, Mapping):
            for name, content in files.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                packed.addfile(info, io.BytesIO(content))
        else:
            for info in files:
                packed.addfile(info)
    # Packed here, for Python's own writer notes the hour.
    return gzip.compress(out.getvalue(), mtime=0) if mode == "w:gz" else out.getvalue()


def _leading_out() -> Iterator[Case]:
    fault = "Names lead out of the archive; a plain one stands among them."
    packers: tuple[tuple[str, Callable[[Mapping[str, bytes]], bytes]], ...] = ((".zip", zipped), (".tar", tarred))
    for seed, (suffix, pack) in enumerate(packers):
        files = {name: whole.picture("jpeg", 500 + seed * 20 + n) for n, name in enumerate(_LEADING_OUT)}
        files["joyida.jpg"] = whole.picture("jpeg", 519 + seed * 20)
        outcomes = {**dict.fromkeys(_LEADING_OUT, "unsafe_path"), "joyida.jpg": TAKEN}
        yield Case(f"tashqariga{suffix}", pack(files), UNPACKED, fault, outcomes)
    system = {
        "__MACOSX/._a.jpg": b"\0\5\x16\7", ".DS_Store": b"1", "Thumbs.db": b"1", "papka/.yashirin.jpg": b"1",
        "~$hisobot.docx": b"1", "ichida.jpg": whole.picture("jpeg", 545),
    }  # fmt: skip
    outcomes = {**dict.fromkeys(system, "system_file"), "ichida.jpg": TAKEN}
    yield Case("tizim fayllari.zip", zipped(system), UNPACKED, "What systems leave behind.", outcomes)


def _linking() -> Iterator[Case]:
    kinds = {
        "yumshoq": (tarfile.SYMTYPE, "symlink"), "qattiq": (tarfile.LNKTYPE, "symlink"),
        "quvur": (tarfile.FIFOTYPE, "system_file"), "belgili": (tarfile.CHRTYPE, "system_file"),
        "blokli": (tarfile.BLKTYPE, "system_file"), "o'ziga": (tarfile.SYMTYPE, "symlink"),
    }  # fmt: skip
    headers = []
    for name, (kind, _) in kinds.items():
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, name if name == "o'ziga" else "/etc/passwd"
        headers.append(info)
    yield Case("havolalar.tar", tarred(headers), UNPACKED, "Links and devices.",
               {name: outcome for name, (_, outcome) in kinds.items()})  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, mode in (("yumshoq", 0o120777), ("qurilma", 0o060666), ("quvur", 0o010666)):
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, mode << 16
            packed.writestr(entry, "/etc/passwd")
    outcomes = {"yumshoq": "symlink", "qurilma": "system_file", "quvur": "system_file"}
    yield Case("havolalar.zip", out.getvalue(), UNPACKED, "A link, a device and a pipe by their modes.", outcomes)
    # A link to a folder outside, and a file "in" it: whoever unpacks all of it at once writes there.
    link, file = tarfile.TarInfo("papka"), tarfile.TarInfo("papka/fonds-qochgan.jpg")
    link.type, link.linkname = tarfile.SYMTYPE, "/tmp"  # noqa: S108 - where a careless reader would write
    content = whole.picture("jpeg", 550)
    file.size = len(content)
    through = io.BytesIO()
    with tarfile.open(fileobj=through, mode="w") as tar:
        tar.addfile(link)
        tar.addfile(file, io.BytesIO(content))
    yield Case("havola orqali.tar", through.getvalue(), UNPACKED, "A file lies behind a link that leads out.",
               {"papka": "symlink", "papka/fonds-qochgan.jpg": TAKEN})  # fmt: skip


def _growing() -> Iterator[Case]:
    good = whole.picture("jpeg", 560)
    bomb = zipped({"bomba.bin": _ZEROS, "yaxshi.jpg": good}, zipfile.ZIP_DEFLATED)
    yield Case("bomba.zip", bomb, UNPACKED, "A member grows a thousandfold.",
               {"bomba.bin": "packed_too_tightly", "yaxshi.jpg": TAKEN})  # fmt: skip
    yield Case("bomba.tar.gz", tarred({"bomba.bin": _ZEROS}, "w:gz"), "packed_too_tightly", "It grows a thousandfold.")
    inner = zipped({"a.jpg": whole.picture("jpeg", 561)})
    for _ in range(3):
        inner = zipped({"ichki.zip": inner})
    yield Case("qo'g'irchoq.zip", inner, UNPACKED, "Archives in archives.", {"ichki.zip": "nested_archive"})
    yield Case("qo'g'irchoq.tar", tarred({"ichki.tar": tarred({"a": b"1"}), "ichki.tgz": tarred({"b": b"1"}, "w:gz")}),
               UNPACKED, "Archives in archives.",
               {"ichki.tar": "nested_archive", "ichki.tgz": "nested_archive"})  # fmt: skip
    shared = zipped({"o'zak": whole.pdf(570)})
    start, end = shared.index(b"PK\x01\x02"), shared.index(b"PK\x05\x06")
    entry, tail = shared[start:end], bytearray(shared[end:])
    tail[8:16] = struct.pack("<HHI", 5, 5, 5 * len(entry))
    yield Case("umumiy.zip", shared[:start] + 5 * entry + tail, "packed_too_tightly", "Members share their bytes.")
    yield Case("100001 a'zo.zip", _crowded(100_001), "too_many_files", "Its directory has 100,001 entries.")
    empty = tarred({f"{number}.jpg": b"" for number in range(20)})
    yield Case("bo'shlar.tar", empty, UNPACKED, "20 empty members.", {f"{n}.jpg": "empty" for n in range(20)})
    pax = tarfile.TarInfo("pax")
    pax.type, pax.size = tarfile.XHDTYPE, 3_000_000_000
    yield Case("uzun sarlavha.tar", pax.tobuf() + bytes(2048), "packed_too_tightly", "A header announces 3 GB.")
    sparse = tarfile.TarInfo("siyrak.jpg")
    sparse.size = 5 << 40
    yield Case("5 TB.tar", sparse.tobuf() + bytes(2048), "truncated", "A member announces 5 TB that are not there.")


def _crowded(count: int) -> bytes:
    """Return a zip whose directory names one empty member so many times."""
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    head = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, 1, 0) + b"a"
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(entry) * count, len(head), 0)
    return head + entry * count + end


def _locked_and_lying() -> Iterator[Case]:
    raw = bytearray(zipped({"sir.jpg": whole.picture("jpeg", 580), "ochiq.jpg": whole.picture("jpeg", 581)}))
    raw[raw.index(b"PK\x03\x04") + 6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    yield Case("qulflangan.zip", bytes(raw), UNPACKED, "One member is locked.",
               {"sir.jpg": "encrypted", "ochiq.jpg": TAKEN})  # fmt: skip
    raw = bytearray(zipped({"a.jpg": whole.picture("jpeg", 582), "b.jpg": whole.picture("jpeg", 583)}))
    raw[200] ^= 0xFF
    yield Case("buzuq a'zo.zip", bytes(raw), UNPACKED, "The bytes of one member have changed.",
               {"a.jpg": "damaged", "b.jpg": TAKEN})  # fmt: skip
    raw = bytearray(zipped({"a.jpg": whole.picture("jpeg", 584)}))
    raw[raw.index(b"PK\x01\x02") + 10] = 77
    raw[8] = 77
    yield Case("nomalum usul.zip", bytes(raw), UNPACKED, "It is packed by a method nobody knows.", {"a.jpg": "damaged"})
    raw = bytearray(zipped({"a.jpg": whole.picture("jpeg", 585)}))
    at = raw.index(b"PK\x01\x02")
    raw[at + 42 : at + 46] = struct.pack("<I", 0x7FFFFFFF)
    yield Case("uzoqda.zip", bytes(raw), UNPACKED, "Its member is said to lie beyond the end.", {"a.jpg": "damaged"})
    raw = bytearray(zipped({"a.jpg": whole.picture("jpeg", 586)}))
    at = raw.index(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 40)
    yield Case("kalta.zip", bytes(raw), UNPACKED, "A member is longer than it says.", {"a.jpg": "damaged"})
    yield Case("bo'sh ichi.zip", b"PK\x05\x06" + bytes(18), UNPACKED, "An archive of nothing.")
    yield Case("papkalar.zip", zipped({"a/": b"", "a/b/": b""}), UNPACKED, "Folders and no file.")
    same = zipped({"a.jpg": whole.picture("jpeg", 587), "b.jpg": whole.picture("jpeg", 588)}).replace(
        b"b.jpg", b"a.jpg"
    )
    yield Case("bir nomli.zip", same, UNPACKED, "Two members have one name.", {"a.jpg": TAKEN})
