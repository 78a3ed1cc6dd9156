"""Provide pages with their exact text: the shared scans where they are, pages drawn by the project else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from archive.specimens.pages import draw_text
from archive.specimens.types import DrawnPage, Layout

UZ_LATN = """BOJXONA XIZMATI TARIXI

Oʻzbekiston Respublikasining bojxona xizmati mamlakat iqtisodiy xavfsizligini taʼminlashda muhim oʻrin tutadi. \
Chegara orqali oʻtadigan yuklar va yoʻlovchilar qonunchilikda belgilangan tartibda tekshiriladi. Har bir shaharda \
ishlaydigan bojxona postlari tadbirkorlarga tezkor xizmat koʻrsatadi.

Mustaqillikning dastlabki yillarida yangi bojxona chegaralari tashkil etildi, xodimlar tayyorlash uchun oʻquv \
markazlari ochildi. Bugungi kunda barcha jarayonlar raqamlashtirilgan, hujjatlar elektron shaklda topshiriladi. \
Yuk tashuvchilar deklaratsiyani chegaraga yetib kelmasdan oldin yuboradi.

Bojxona organlari fuqarolarning murojaatlarini vaqtida javobsiz qoldirmaydi. Tashqi savdo hajmi oshgani sari nazorat \
usullari ham takomillashib bormoqda. Togʻli hududlarda joylashgan postlar qishda ham uzluksiz ishlaydi va chegaradosh \
davlatlar bilan hamkorlik qiladi."""

UZ_CYRL = """БОЖХОНА ХИЗМАТИ ТАРИХИ

Ўзбекистон Республикасининг божхона хизмати мамлакат иқтисодий хавфсизлигини таъминлашда муҳим ўрин тутади. \
Чегара орқали ўтадиган юклар ва йўловчилар қонунчиликда белгиланган тартибда текширилади. Ҳар бир шаҳарда \
ишлайдиган божхона постлари тадбиркорларга тезкор хизмат кўрсатади.

Мустақилликнинг дастлабки йилларида янги божхона чегаралари ташкил этилди, ходимлар тайёрлаш учун ўқув марказлари \
очилди. Бугунги кунда барча жараёнлар рақамлаштирилган, ҳужжатлар электрон шаклда топширилади. Юк ташувчилар \
декларацияни чегарага етиб келмасдан олдин юборади.

Божхона органлари фуқароларнинг мурожаатларини вақтида жавобсиз қолдирмайди. Ташқи савдо ҳажми ошгани сари назорат \
усуллари ҳам такомиллашиб бормоқда. Тоғли ҳудудларда жойлашган постлар қишда ҳам узлуксиз ишлайди ва чегарадош \
давлатлар билан ҳамкорлик қилади."""

RU = """ИСТОРИЯ ТАМОЖЕННОЙ СЛУЖБЫ

Таможенная служба Республики Узбекистан занимает важное место в обеспечении экономической безопасности страны. \
Грузы и пассажиры, следующие через границу, проверяются в порядке, установленном законодательством. Таможенные \
посты в каждом городе быстро обслуживают предпринимателей.

В первые годы независимости были обустроены новые границы, открыты учебные центры для подготовки сотрудников. \
Сегодня все процессы переведены в цифровую форму, документы подаются в электронном виде. Перевозчики отправляют \
декларацию ещё до прибытия груза на границу.

Таможенные органы своевременно рассматривают обращения граждан. По мере роста внешней торговли совершенствуются и \
способы контроля. Посты в горных районах работают без перерыва и зимой и сотрудничают с соседними государствами."""

EN = """A HISTORY OF THE CUSTOMS SERVICE

The customs service of the Republic of Uzbekistan has an important place in the economic security of the country. \
Goods and passengers that cross the border are examined in the order laid down by law. Customs posts in every city \
serve business people quickly and don't keep them waiting.

In the first years of independence new borders were set up and training centers for officers were opened. Today all \
procedures are digital, and documents are submitted electronically. Carriers send their declaration before the goods \
reach the border.

Customs bodies answer the letters of citizens in good time. As foreign trade grows, the methods of control are \
improved as well. Posts in the mountains work without a break in winter too, and they cooperate with neighboring \
states."""

_SPELLED_2026 = (
    ("Oʻ", "Ö"), ("oʻ", "ö"), ("Gʻ", "Ğ"), ("gʻ", "ğ"), ("Sh", "Ş"), ("sh", "ş"), ("Ch", "Ç"), ("ch", "ç"), ("CH", "Ç"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TruePage:
    """A page image with its exact text; ``turned_deg`` is how far it lies turned clockwise."""

    name: str
    group: str
    path: Path
    text: str
    languages: tuple[str, ...]
    turned_deg: int


def spelled_2026(text: str) -> str:
    """Return 1995 Latin in the letters of 2026; enough for the texts of this module."""
    for old, new in _SPELLED_2026:
        text = text.replace(old, new)
    return text


def shared_pages(scans: Path) -> Iterator[TruePage]:
    """Yield the pages of ``documents/scans``."""
    for entry in json.loads((scans / "scans.json").read_text(encoding="utf-8")):
        languages = tuple(entry["languages"])
        text = (scans / entry["text"]).read_text(encoding="utf-8")
        group = languages[0] if len(languages) == 1 else "mixed"
        yield TruePage(entry["file"], group, scans / entry["file"], text, languages, entry["rotation"])


def drawn_pages(folder: Path) -> Iterator[TruePage]:
    """Draw pages in every language and the 2026 spelling: level, upside down, sideways, skewed, in columns."""
    texts = {"uz-Latn": UZ_LATN, "uz-Cyrl": UZ_CYRL, "ru": RU, "en": EN, "uz-Latn 2026": spelled_2026(UZ_LATN)}
    poses = (
        ("level", {"skew_deg": 0.4}),
        ("head_down", {"turned_deg": 180, "skew_deg": -0.6, "font": "DejaVu Serif"}),
        ("sideways", {"turned_deg": 90, "skew_deg": 1.5, "font": "Noto Sans", "point_size": 12.0}),
        ("columns", {"layout": Layout.NEWSPAPER, "dpi": 300, "skew_deg": -0.8}),
    )
    for group, text in texts.items():
        for pose, changes in poses:
            drawn: DrawnPage = draw_text(text, **changes)
            path = folder / f"{group.replace(' ', '_')}_{pose}.jpg"
            path.write_bytes(drawn.jpeg())
            yield TruePage(path.name, group, path, drawn.text, (group.split()[0],), drawn.turned_deg)


def straightened(page: TruePage, folder: Path) -> TruePage:
    """Return the page turned upright, as someone who knows how it lies would hand it to a reader."""
    if not page.turned_deg:
        return page
    path = folder / f"upright_{page.path.name}"
    with Image.open(page.path) as image:
        dpi = image.info.get("dpi", (200, 200))
        image.rotate(page.turned_deg, expand=True).save(path, quality=92, dpi=dpi)
    return replace(page, path=path, turned_deg=0)
