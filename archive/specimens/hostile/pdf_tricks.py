"""Write PDFs object by object that try to run, open, hide, repeat or outgrow something (ISO 32000-1)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from archive.specimens.hostile.singles import encrypted_pdf
from archive.specimens.hostile.types import TAKEN, Case

_LETTERS = b"BT /F1 24 Tf 40 700 Td (Bojxona posti xabari) Tj ET"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_ELSEWHERE = (
    b"/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace /DeviceGray "
    b"/F << /FS /URL /F (http://127.0.0.1:9/x.jpg) >>"
)
_MANY = 5_001


def written(objects: Sequence[bytes], root: bytes = b"1 0 R", version: bytes = b"1.7") -> bytes:
    """Return a PDF of numbered objects with a right cross-reference table."""
    out = b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer\n<< /Size %d /Root %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return out


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def page(
    extra_root: bytes = b"", extra_page: bytes = b"", more: Sequence[bytes] = (), drawn: bytes = _LETTERS
) -> bytes:
    """Return a PDF of one page with letters on it; ``more`` objects begin at number 6."""
    return written([
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % extra_root,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> %s >>" % extra_page,
        stream(drawn), _FONT, *(more or [b"null"]),
    ])  # fmt: skip


def acting_pdfs() -> Iterator[Case]:
    """Yield PDFs that would do something in a careless reader; they are taken in as they are, and nothing is done."""
    script = b"/S /JavaScript /JS (app.alert\\('salom'\\); this.exportDataObject\\({cName: 'a', nLaunch: 2}\\);)"
    file = stream(b"MZ\x90\0 a program", b"/Type /EmbeddedFile")
    spec = b"<< /Type /Filespec /F (dastur.exe) /EF << /F 7 0 R >> >>"
    for name, content, fault in (
        ("skript ochilishda", page(b"/OpenAction << %s >>" % script), "JavaScript runs when it opens."),
        ("skript nomlarda", page(b"/Names << /JavaScript << /Names [(a) << %s >>] >> >>" % script), "Named scripts."),
        ("skript sahifada", page(extra_page=b"/AA << /O << %s >> >>" % script), "JavaScript runs with the page."),
        ("dasturni ishga tushirish", page(b"/OpenAction << /S /Launch /F (cmd.exe) /Win << /F (cmd.exe) >> >>"),
         "It starts a program."),
        ("manzilga yuborish", page(b"/OpenAction << /S /URI /URI (http://127.0.0.1:9/x) >>"), "It opens an address."),
        ("shaklni yuborish", page(b"/OpenAction << /S /SubmitForm /F (http://127.0.0.1:9/x) >>"), "It sends a form."),
        ("boshqa hujjatga", page(b"/OpenAction << /S /GoToR /F (\\\\\\\\127.0.0.1\\\\x\\\\y.pdf) /D [0 /Fit] >>"),
         "It goes to a network share."),
        ("ichida dastur", page(b"/Names << /EmbeddedFiles << /Names [(dastur.exe) 6 0 R] >> >>", more=[spec, file]),
         "A program is attached."),
        ("ichida XFA", page(b"/AcroForm << /XFA 6 0 R /Fields [] >>", more=[stream(
            b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>")]),
         "An XFA form names a file of the machine."),
        ("tashqi rasm", page(more=[stream(b"", _ELSEWHERE)], drawn=_LETTERS + b" /X Do"),
         "It shows a picture from an address."),
    ):  # fmt: skip
        yield Case(f"{name}.pdf", content, TAKEN, fault)


def turning_pdfs() -> Iterator[Case]:
    """Yield PDFs whose objects refer to themselves, or nest without end."""
    loop = written([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ])  # fmt: skip
    yield Case("o'zini tutgan daraxt.pdf", loop, TAKEN, "The page tree holds itself beside a page.")
    only = written([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"])
    yield Case("faqat o'zi.pdf", only, "damaged", "The page tree holds nothing but itself.")
    parents = b"".join(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>|" % (number + 3) for number in range(3000))
    nodes = [b"<< /Type /Catalog /Pages 2 0 R >>", *parents.split(b"|")[:-1],
             b"<< /Type /Page /MediaBox [0 0 200 200] >>"]  # fmt: skip
    yield Case("chuqur daraxt.pdf", written(nodes), "damaged", "The page tree is 3,000 levels deep.")
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    yield Case("o'zini chizgan.pdf", page(more=[form], drawn=_LETTERS + b" /X Do"), TAKEN, "A form draws itself.")
    yield Case("qavslar.pdf", page(drawn=_LETTERS + b"\n" + b"[" * 60_000), TAKEN, "60,000 brackets are opened.")
    yield Case("qavslar katalogda.pdf", page(b"/Deep " + b"[" * 5_000 + b"]" * 5_000), TAKEN,
               "The catalog nests 5,000 arrays.")  # fmt: skip
    chain = page(b"/A 6 0 R", more=[b"7 0 R", b"6 0 R"])
    yield Case("ikki havola.pdf", chain, TAKEN, "Two objects are references to one another.")
    previous = page().replace(b"/Root", b"/Prev 9 /Root")
    yield Case("oldingi jadval.pdf", previous, TAKEN, "An earlier table is said to be where there is none.")
    length = page().replace(b"/Length 51", b"/Length 4 0 R")
    yield Case("o'z uzunligi.pdf", length, TAKEN, "A stream gives itself as its length.")


def growing_pdfs() -> Iterator[Case]:
    """Yield small PDFs with too many pages, huge pages, huge pictures and streams that grow without measure."""
    kids = b" ".join([b"3 0 R"] * _MANY)
    many = written([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, _MANY),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ])  # fmt: skip
    yield Case("5001 sahifa.pdf", many, "too_many_pages", "One page is bound 5,001 times.")
    stated = many.replace(b"/Count 5001", b"/Count 2000000000").replace(kids, b"3 0 R")
    yield Case("ikki milliard sahifa.pdf", stated, TAKEN, "Two thousand million pages are stated.")
    less = page().replace(b"/Count 1", b"/Count -7")
    yield Case("manfiy sahifalar.pdf", less, TAKEN, "A page tree states less than no pages.")
    for side in (14_400, 1_000_000, 2_000_000_000):
        box = page().replace(b"[0 0 595 842]", b"[0 0 %d %d]" % (side, side))
        yield Case(f"{side} punktli sahifa.pdf", box, TAKEN, "A page is hundreds of meters wide or more.")
    yield Case("maydonsiz sahifa.pdf", page().replace(b"[0 0 595 842]", b"[0 0 0 0]"), TAKEN, "A page has no area.")
    gray = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB "
    packed = zlib.compress(bytes(1 << 22), 9)
    for side in (30_000, 60_000, 2_000_000_000):
        picture = stream(packed, gray % (side, side) + b"/Filter /FlateDecode")
        drawn = _LETTERS + b" q 500 0 0 500 40 100 cm /X Do Q"
        yield Case(f"ichida {side} nuqtali rasm.pdf", page(more=[picture], drawn=drawn), TAKEN,
                   "A picture in it promises thousands of millions of pixels.")  # fmt: skip
    twice = zlib.compress(zlib.compress(bytes(1 << 26), 9), 9)
    bomb = page(more=[stream(twice, b"/Filter [/FlateDecode /FlateDecode]")], drawn=_LETTERS + b" /X Do")
    yield Case("oqim bombasi.pdf", bomb, TAKEN, "A stream grows to 64 MB.")
    content = page().replace(stream(_LETTERS), stream(zlib.compress(_LETTERS + b" q Q" * 4_000_000, 9),
                                                      b"/Filter /FlateDecode"))  # fmt: skip
    yield Case("uzun chizma.pdf", content.replace(b"startxref\n", b"startxref\n9"), TAKEN, "Drawing has no end.")


def locked_pdfs() -> Iterator[Case]:
    """Yield PDFs behind a password, and one whose lock is of no known kind."""
    locked = encrypted_pdf().content
    yield Case("qulflangan.pdf", locked, TAKEN, "A password is needed to open it.")
    yield Case("qulflangan.jpg", locked + b"\n", TAKEN, "The same under the name of a picture.")
    odd = page().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Nomalum /V 9 >>")
    yield Case("nomalum qulf.pdf", odd, TAKEN, "It is locked in a way nobody knows.")
