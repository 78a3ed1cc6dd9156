"""Write small pictures that promise to be huge, have too many pages, or carry metadata that outgrow them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from archive.specimens.hostile import whole
from archive.specimens.hostile.types import TAKEN, Case

_SIDE = 60_000
_PROMISED = "A small file promises {side} pixels a side."
_PAGES = 5_001


def pixel_bombs() -> Iterator[Case]:
    """Yield a pixel bomb of every format."""
    fault = _PROMISED.format(side=_SIDE)
    for kind, side in (("png", _SIDE), ("png", 2_000_000_000), ("png_interlaced", _SIDE)):
        yield Case(f"bomba {kind} {side}.png", _png(side, is_interlaced=kind != "png"), "too_many_pixels",
                   _PROMISED.format(side=side))  # fmt: skip
    for encoding in ("jpeg", "progressive"):
        yield Case(f"bomba {encoding}.jpg", _jpeg(whole.picture(encoding, 1), _SIDE), "too_many_pixels", fault)
    yield Case("bomba eng katta.jpg", _jpeg(whole.picture("jpeg", 2), 65_535), "too_many_pixels", fault)
    yield Case("nol nuqta.jpg", _jpeg(whole.picture("jpeg", 3), 0), "damaged", "It says it has no pixels.")
    for encoding in ("tiff", "tiff_lzw", "tiff_deflate", "tiff_jpeg"):
        yield Case(f"bomba {encoding}.tif", _tiff_of_side(whole.picture(encoding, 4), _SIDE), "too_many_pixels", fault)
    yield Case("bomba webp.webp", _webp(16_384), "too_many_pixels", _PROMISED.format(side=16_384))
    yield Case("bomba gif.gif", _gif(65_535), "too_many_pixels", _PROMISED.format(side=65_535))
    yield Case("bomba bmp.bmp", _bmp(_SIDE), "too_many_pixels", fault)
    for encoding in ("heic", "avif"):
        suffix = whole.ENCODINGS[encoding][0]
        content = _spatial_extent(whole.picture(encoding, 5), _SIDE)
        # A decoder of AVIF compares both sizes, and calls the file damaged.
        outcome = "damaged" if encoding == "avif" else "too_many_pixels"
        yield Case(f"bomba {encoding}{suffix}", content, outcome, fault)
    yield Case("bomba jp2.jp2", _jp2(whole.picture("jp2", 6), _SIDE), "too_many_pixels", fault)
    flat = io.BytesIO()
    Image.new("1", (13_000, 13_000)).save(flat, "PNG")
    yield Case("katta oq varaq.png", flat.getvalue(), TAKEN, "169 million pixels in 21 KB, just within the limit.")


def page_bombs() -> Iterator[Case]:
    """Yield TIFFs with too many pages, or whose pages go round."""
    yield Case("5001 sahifa.tif", _pages(_PAGES), "too_many_pages", "5,001 directories share one strip.")
    yield Case("aylanma.tif", _pages(3, is_round=True), "damaged", "The directories go round.")
    yield Case("o'n sahifa.tif", _pages(10), TAKEN, "Ten pages share their pixels.")
    far = whole.picture("tiff", 8)
    yield Case(
        "uzoq papka.tif", far[:4] + struct.pack("<I", 0xFFFFFFF0) + far[8:], "truncated", "Its directory is far."
    )


def metadata_bombs() -> Iterator[Case]:
    """Yield sound pictures whose metadata are bombs or garbage: they are taken in, the metadata do no harm."""
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    entities = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>'
    outside = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    for number, (name, head, value) in enumerate((
        ("milliard kulgi", entities, "&l9;"), ("tashqi fayl", outside, "&e;"), ("uzun izoh", "", "a" * 60_000),
        ("chuqur", "", "<b>" * 8_000), ("tugamagan", "<?xml", "<dc:title>"),
    )):  # fmt: skip
        xmp = f'{head}<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:title>{value}</dc:title></x:xmpmeta>'.encode()
        yield Case(f"xmp {name}.jpg", _with_xmp(whole.picture("jpeg", 400 + number), xmp[:65_000]), TAKEN,
                   "Its XMP is a bomb or broken.")  # fmt: skip
    for number, (name, exif) in enumerate(_odd_exif()):
        yield Case(
            f"exif {name}.jpg", whole.picture("jpeg", 420 + number, exif=exif), TAKEN, "Its EXIF makes no sense."
        )
    for number, encoding in enumerate(("jpeg", "png", "tiff", "webp")):
        for name, profile in (("axlat", b"\xff" * 500), ("bo'sh", b"\0" * 128), ("uzun", _long_profile())):
            content = whole.picture(encoding, 440 + 10 * number + len(name), icc_profile=profile)
            yield Case(
                f"icc {name} {encoding}{whole.ENCODINGS[encoding][0]}", content, TAKEN, "Its profile is garbage."
            )
    text = zlib.compress(b"a" * 60_000_000, 9)
    chunk = _chunk(b"zTXt", b"Title\0\0" + text)
    content = whole.picture("png", 490)
    yield Case("matn bombasi.png", content[:33] + chunk + content[33:], "damaged", "A text in it grows to 60 MB.")


def _odd_exif() -> Iterator[tuple[str, bytes]]:
    """Yield EXIF blocks that lead round, far away, or say nonsense (TIFF 6.0, section 2)."""
    entry = struct.Struct("<HHII")
    yield "aylanma", b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry.pack(0x8769, 4, 1, 8) + struct.pack("<I", 8)
    yield "uzoq", b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry.pack(0x010E, 2, 0xFFFFFFF0, 0x7FFFFFFF) + bytes(4)
    yield "burilish 99", b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry.pack(0x0112, 3, 1, 99) + bytes(4)
    yield "ko'p yozuv", b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + entry.pack(0x0112, 3, 1, 1) * 400
    yield "axlat", b"Exif\0\0" + bytes(range(256)) * 4
    yield "sana", _exif_date(b"9999:99:99 99:99:99\0")
    yield "sana axlat", _exif_date(b"\xff\xfe\0\x01kecha soat 25 da\0\0\0")


def _exif_date(value: bytes) -> bytes:
    head = b"Exif\0\0II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x0132, 2, len(value), 26) + bytes(4)
    return head + value


def _long_profile() -> bytes:
    """Return a profile that states 2 GB of itself and four thousand million tags (ICC.1, 7.2)."""
    return struct.pack(">I", 0x7FFFFFFF) + b"lcms\4\0\0\0mntrRGB XYZ " + bytes(16) + b"acsp" + bytes(88) + b"\xff" * 64


def _with_xmp(jpeg: bytes, xmp: bytes) -> bytes:
    body = b"http://ns.adobe.com/xap/1.0/\0" + xmp
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(side: int, *, is_interlaced: bool) -> bytes:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, int(is_interlaced))
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(bytes(1 << 20), 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _jpeg(content: bytes, side: int) -> bytes:
    """Change the size in the frame header (ITU-T T.81, B.2.2)."""
    at = max(content.find(b"\xff\xc0\0"), content.find(b"\xff\xc2\0"))
    return content[: at + 5] + struct.pack(">HH", side, side) + content[at + 9 :]


def _tiff_of_side(content: bytes, side: int) -> bytes:
    """Change width and height in the first directory (TIFF 6.0, section 2)."""
    raw = bytearray(content)
    place = struct.unpack("<I", raw[4:8])[0]
    for row in range(struct.unpack("<H", raw[place : place + 2])[0]):
        at = place + 2 + 12 * row
        if struct.unpack("<H", raw[at : at + 2])[0] in {256, 257}:
            raw[at + 2 : at + 12] = struct.pack("<HII", 4, 1, side)
    return bytes(raw)


def _pages(count: int, *, is_round: bool = False) -> bytes:
    """Return a TIFF of so many gray pages of 16 pixels a side that share one strip."""
    strip = bytes(200) + bytes(56)
    out = bytearray(b"II*\0" + struct.pack("<I", 8 + len(strip)) + strip)
    for number in range(count):
        entries = [(256, 3, 16), (257, 3, 16), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1),
                   (278, 3, 16), (279, 4, 256)]  # fmt: skip
        after = len(out) + 2 + 12 * len(entries) + 4
        last = 8 + len(strip) if is_round else 0
        out += struct.pack("<H", len(entries))
        out += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
        out += struct.pack("<I", after if number < count - 1 else last)
    return bytes(out)


def _webp(side: int) -> bytes:
    """Return a lossless WebP whose header states a size (RFC 9649, 3.4)."""
    bits = (side - 1) | (side - 1) << 14
    body = b"VP8L" + struct.pack("<I", 4096) + b"\x2f" + struct.pack("<I", bits) + bytes(4091)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _gif(side: int) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + bytes(6)
    return head + b"," + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x02\x02L\x01\0;"


def _bmp(side: int) -> bytes:
    body = struct.pack("<IiiHHIIiiII", 40, side, side, 1, 24, 0, 0, 2835, 2835, 0, 0) + bytes(512)
    return b"BM" + struct.pack("<IHHI", 14 + len(body), 0, 0, 54) + body


def _spatial_extent(content: bytes, side: int) -> bytes:
    """Change the size that the container states (ISO 23008-12, 6.5.3)."""
    at = content.index(b"ispe")
    return content[: at + 8] + struct.pack(">II", side, side) + content[at + 16 :]


def _jp2(content: bytes, side: int) -> bytes:
    """Change the size in the image header box and in the codestream (ISO 15444-1, I.5.3.1 and A.5.1)."""
    at = content.index(b"ihdr") + 4
    content = content[:at] + struct.pack(">II", side, side) + content[at + 8 :]
    at = content.index(b"\xff\x51") + 6
    return content[:at] + struct.pack(">II", side, side) + content[at + 8 :]
