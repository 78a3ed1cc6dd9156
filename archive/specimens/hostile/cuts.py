"""Cut sound files off at many places, and write them under wrong names."""

from __future__ import annotations

import random
from collections.abc import Iterator

from archive.specimens.hostile import packs, whole
from archive.specimens.hostile.types import TAKEN, Case

_SHARES = (0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 0.98)
_SOUND_SHARES = (0.2, 0.5, 0.8, 0.94)
_PACK_SHARES = (0.2, 0.5, 0.8, 0.95)
_CUT_FAULT = "It ends after {share:.0%} of its bytes."


def cut_pictures() -> Iterator[Case]:
    """Yield pictures of every format that end too early, also by their last two bytes alone."""
    for seed, (encoding, (suffix, _, _)) in enumerate(whole.ENCODINGS.items()):
        content = whole.picture(encoding, seed)
        lengths = {share: int(len(content) * share) for share in _SHARES} | {0.99999: len(content) - 2}
        for share, length in lengths.items():
            name = f"kesilgan {encoding} {share * 100:.0f}{suffix}"
            yield Case(name, content[:length], "truncated", _CUT_FAULT.format(share=share))


def cut_documents() -> Iterator[Case]:
    """Yield PDFs that end too early, one whose last revision does, and one that lacks its last line end only."""
    content = whole.pdf(1, paragraphs=40)
    for share in (*_SHARES, 0.995):
        yield Case(f"kesilgan {share * 100:.1f}.pdf", content[: int(len(content) * share)], "truncated",
                   _CUT_FAULT.format(share=share))  # fmt: skip
    revised = whole.pdf(2) + b"\n90 0 obj\n<< /Kind (a second revision that broke off) >>\n"
    yield Case("ikkinchi tahriri uzilgan.pdf", revised, "truncated", "Its second revision has no end.")
    yield Case("oxirgi qatorsiz.pdf", whole.pdf(3).rstrip(), TAKEN, "Only the last line end is missing.")
    yield Case("ortidan axlat.pdf", whole.pdf(4) + b"\r\n--mail--" + bytes(3000), TAKEN, "Junk follows its end.")
    yield Case("faqat boshi.pdf", b"%PDF-1.7\n", "truncated", "There is a header and nothing else.")


def cut_recordings() -> Iterator[Case]:
    """Yield sounds and films that end too early, as far as their format states where the end is."""
    for suffix in (*whole.SOUNDS, *whole.MOVING):
        content = whole.recording(suffix)
        for share in _SOUND_SHARES:
            yield Case(f"kesilgan {share * 100:.0f}{suffix}", content[: int(len(content) * share)], "truncated",
                       _CUT_FAULT.format(share=share))  # fmt: skip
        yield Case(f"butun{suffix}", content, TAKEN, "Nothing is wrong with it.")


def cut_archives() -> Iterator[Case]:
    """Yield archives that end too early: a zip is refused whole, of a tar the members before the cut are taken in."""
    files = {f"papka/{number}.jpg": whole.picture("jpeg", 300 + number) for number in range(5)}
    zipped = packs.zipped(files)
    for share in _PACK_SHARES:
        yield Case(f"kesilgan {share * 100:.0f}.zip", zipped[: int(len(zipped) * share)], "truncated",
                   _CUT_FAULT.format(share=share))  # fmt: skip
    for suffix, mode in ((".tar", "w"), (".tar.gz", "w:gz")):
        packed = packs.tarred({name: content + suffix.encode() for name, content in files.items()}, mode)
        length = len(packed.rstrip(b"\0"))  # a tar ends with blocks of zeros
        for share in _PACK_SHARES:
            yield Case(f"kesilgan {share * 100:.0f}{suffix}", packed[: int(length * share)], "truncated",
                       _CUT_FAULT.format(share=share))  # fmt: skip


def wrong_names() -> Iterator[Case]:
    """Yield sound files under the extension of another format: their bytes count, not their names."""
    others = [".pdf", ".mp3", ".txt", ".exe", ".html", ".zip", ".jpg.exe", ".svg", ".docx", ".php", ".png", ".mp4",
              ".tar", ".css"]  # fmt: skip
    for seed, (encoding, other) in enumerate(zip(whole.ENCODINGS, others, strict=True)):
        yield Case(f"asli {encoding}{other}", whole.picture(encoding, 100 + seed), TAKEN, f"A {encoding} by its bytes.")
    for seed, other in enumerate((".jpg", ".zip", ".exe", ".html", "")):
        yield Case(f"asli pdf {seed}{other}", whole.pdf(20 + seed), TAKEN, "A PDF by its bytes.")
    rng = random.Random(7)  # noqa: S311 - specimens have to be the same every time
    for suffix in (".jpg", ".png", ".tif", ".heic", ".pdf", ".mp3", ".mp4", ".zip", ".tar", ".tar.gz"):
        noise = bytes([0xC1, 0x9D]) + rng.randbytes(3000)
        yield Case(f"shovqin{suffix}", noise, "unsupported_type", "The bytes follow no known format.")
    for name, content in (
        ("dastur.jpg", b"MZ\x90\0" + bytes(200)), ("dastur.pdf", b"\x7fELF\x02\x01\x01" + bytes(200)),
        ("sinf.jpg", b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(60)),
    ):  # fmt: skip
        yield Case(name, content, "unsupported_type", "A program under the name of a picture or page.")


def damaged() -> Iterator[Case]:
    """Yield files with changed bytes in their middle that a decoder must notice."""
    for encoding in ("png", "tiff_lzw"):
        content = bytearray(whole.picture(encoding, 200, (900, 700)))
        middle = len(content) // 2
        content[middle : middle + 64] = bytes(64)
        yield Case(f"buzuq {encoding}{whole.ENCODINGS[encoding][0]}", bytes(content), "damaged", "Bytes have changed.")
    yield Case("bo'sh.jpg", b"", "empty", "There are no bytes in it.")
    yield Case("bo'sh.zip", b"", "empty", "There are no bytes in it.")
    yield Case("bo'sh.mp3", b"", "empty", "There are no bytes in it.")
    for number, head in enumerate((b"\xff\xd8\xff\xe0", b"II*\0\x08\0\0\0", b"GIF89a")):
        suffix = (".jpg", ".tif", ".gif")[number]
        yield Case(f"faqat boshi{suffix}", head, "truncated", "There is a signature and nothing else.")
    yield Case("nollar.jpg", bytes(5000), "unsupported_type", "Nothing but zeros.")
    yield Case("bitta bayt.png", b"\x89", "unsupported_type", "There is one byte.")
