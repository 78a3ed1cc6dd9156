"""Give sound files names that a careless program would stumble over."""

from __future__ import annotations

import os
from collections.abc import Iterator

from archive.specimens.hostile import whole
from archive.specimens.hostile.types import TAKEN, Case

SCRIPTS = (
    "Bojxona posti — oʻzbek gʻaznasi", "Boʼlim sanʼati", "Божхона пости, ғазна ва қўрғон", "Таможенный пост (1926)",
    "مركز الجمارك ١٩٢٦", "گمرک", "海關檔案", "税関の記録", "세관 기록", "ქართული", "हिन्दी", "ไทย", "🛃 bojxona 👨‍👩‍👧",
    "и\u0306 (ajratilgan)", "ﬁ ligatura ②", "İstanbul ıı", "ßẞ",
)  # fmt: skip
CONTROLS = (
    "qator\nyangi", "tab\tbor", "qo'ng'iroq\x07", "qochish \x1b[31mqizil\x1b[0m", "orqaga \x08\x08\x08", "o'chir\x7f",
    "\u202egpj.exe", "chapdan \u202eo'ngga\u202c", "\u2066ajratilgan\u2069", "nol\u200bkenglik", "\ufeffbosh belgisi",
    "c1 \x85\x9b", "qator\u2028ajratgich", "\U000e0041\U000e0042 teglar", "xos \ue000 belgi",
)  # fmt: skip
SHELLS = (
    "-rf", "--help", "-config", "$(touch qochgan)", "`touch qochgan`", "; rm -rf *", "a|b", "a&b", "a>b", "*", "?", "~",
    "%s%s%n", "{{ 7*7 }}", "<script>alert(1)</script>".replace("/", "∕"), "' OR 1=1 --", "\"qo'shtirnoq\"", "a\\b",
    "con", "aux", "nul.txt", "C:", "fayl:etc", "@list", "#izoh", "a=b", " bo'shliq ", "nuqta.",
)  # fmt: skip
BYTES = (
    "порт".encode("cp1251"), "порт".encode("koi8-r"), "税関".encode("shift-jis"), b"\xff\xfe", b"\xc3\x28",
    b"\xed\xa0\x80 yarim", b"\xf0\x9f\x9b",
)  # fmt: skip
LONGEST = 255


def names() -> Iterator[Case]:
    """Yield sound pictures under odd names; each is taken in, under a name that can be shown."""
    for number, stem in enumerate((*SCRIPTS, *CONTROLS, *SHELLS)):
        yield Case(f"{stem}.jpg", whole.picture("jpeg", 600 + number), TAKEN, "Its name is odd.")
    for number, raw in enumerate(BYTES):
        name = os.fsdecode(raw + b".jpg")
        yield Case(name, whole.picture("jpeg", 700 + number), TAKEN, "Its name is no UTF-8.")
    for number, letter in enumerate("aЎ海"):
        size = len(letter.encode())
        stem = letter * ((LONGEST - 4) // size)
        yield Case(f"{stem}.jpg", whole.picture("jpeg", 720 + number), TAKEN, "Its name is as long as there can be.")
    yield Case("kengaytma." + "x" * 200, whole.picture("jpeg", 730), TAKEN, "Its extension has 200 letters.")
