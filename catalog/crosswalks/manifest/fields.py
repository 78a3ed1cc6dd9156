"""List the fields a column may stand for, and the words by which headers name them in four ways of writing."""

from __future__ import annotations

from dataclasses import dataclass

from archive.ingest.errors import gettext_noop

PATH, CHECKSUM = "path", "checksum"
LANGUAGES = ("uz", "ru", "en")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the mapping: its code, what it is called (an English msgid), and words headers use for it."""

    code: str
    label: str
    words: tuple[str, ...]


def _in_each(code: str, labels: tuple[str, str, str]) -> tuple[Field, ...]:
    """Return a field for each language; its header is the words of the plain field and a language."""
    return tuple(Field(f"{code}_{language}", label, ()) for language, label in zip(LANGUAGES, labels, strict=True))


_TITLES = (gettext_noop("Title, Uzbek"), gettext_noop("Title, Russian"), gettext_noop("Title, English"))
_DESCRIPTIONS = (
    gettext_noop("Description, Uzbek"), gettext_noop("Description, Russian"), gettext_noop("Description, English"),
)  # fmt: skip
_CREDITS = (
    gettext_noop("Credit line, Uzbek"), gettext_noop("Credit line, Russian"), gettext_noop("Credit line, English"),
)  # fmt: skip

FIELDS: dict[str, Field] = {
    field.code: field
    for field in (
        Field(PATH, gettext_noop("File name or path"), (
            "file", "filename", "file name", "path", "file path", "filepath", "relative path", "source file",
            "sourcefile", "digital object path", "fayl", "fayl nomi", "fayl yoʻli", "файл", "имя файла", "путь",
            "путь к файлу", "файл номи", "файл йўли",
        )),
        Field(CHECKSUM, gettext_noop("Checksum"), (
            "checksum", "hash", "sha256", "sha 256", "sha512", "sha 512", "sha1", "sha 1", "md5", "nazorat yigʻindisi",
            "контрольная сумма", "хеш", "назорат йиғиндиси",
        )),
        Field("original_title", gettext_noop("Original title"), (
            "title", "name", "object name", "original title", "sarlavha", "nomi", "asl sarlavha", "название",
            "заголовок", "наименование", "сарлавҳа", "номи",
        )),
        *_in_each("title", _TITLES),
        Field("description", gettext_noop("Description, language by its letters"), (
            "description", "caption", "caption abstract", "abstract", "scope and content", "tavsif", "izoh",
            "описание", "подпись", "аннотация", "тавсиф", "изоҳ",
        )),
        *_in_each("description", _DESCRIPTIONS),
        Field("date_edtf", gettext_noop("Date"), (
            "date", "date created", "created", "year", "edtf", "event dates", "sana", "yil", "suratga olingan sana",
            "дата", "год", "дата съемки", "дата создания", "сана", "йил",
        )),
        Field("photographer", gettext_noop("Photographer"), (
            "photographer", "photo by", "fotograf", "suratkash", "фотограф", "автор фото", "автор съемки", "суратчи",
            "суратга олувчи", "suratga oluvchi",
        )),
        Field("creator", gettext_noop("Creator"), (
            "creator", "creators", "by line", "byline", "artist", "yaratuvchi", "создатель", "яратувчи",
        )),
        Field("author", gettext_noop("Author"), ("author", "authors", "muallif", "автор", "авторы", "муаллиф")),
        Field("issuer", gettext_noop("Issuing body"), (
            "issuer", "issuing body", "publisher", "chiqargan tashkilot", "издатель", "кем издан", "нашриёт",
        )),
        Field("depicted", gettext_noop("Depicted"), (
            "depicted", "people", "persons", "person in image", "tasvirlangan shaxslar", "shaxslar", "кто изображен",
            "персоны", "лица", "шахслар",
        )),
        Field("subjects", gettext_noop("Subjects"), (
            "subject", "subjects", "keyword", "keywords", "tags", "subject access points", "mavzu", "mavzular",
            "kalit soʻzlar", "тема", "темы", "ключевые слова", "рубрики", "мавзу", "мавзулар", "калит сўзлар",
        )),
        Field("places", gettext_noop("Places"), (
            "place", "places", "location", "city", "place access points", "joy", "joylar", "manzil", "место", "места",
            "место съемки", "город", "жой", "жойлар", "шаҳар", "shahar",
        )),
        Field("rights", gettext_noop("Rights"), (
            "rights", "rights statement", "license", "licence", "copyright status", "huquqlar", "huquq", "litsenziya",
            "права", "лицензия", "ҳуқуқлар", "ҳуқуқ",
        )),
        Field("credit_line", gettext_noop("Credit line, language by its letters"), (
            "credit", "credit line", "creditline", "kredit", "manba koʻrsatmasi", "копирайт", "строка источника",
            "указание источника", "манба кўрсатмаси",
        )),
        *_in_each("credit_line", _CREDITS),
        Field("access", gettext_noop("Access"), ("access", "visibility", "ruxsat", "kirish", "доступ", "рухсат")),
        Field("embargo_until", gettext_noop("Embargo until"), (
            "embargo", "embargo until", "embargo date", "embargo sanasi", "эмбарго", "эмбарго до", "дата эмбарго",
            "эмбарго санаси",
        )),
        Field("inventory", gettext_noop("Inventory number"), (
            "inventory number", "inventory no", "inventory", "accession number", "inventar raqami", "инвентарный номер",
            "инв номер", "инвентарь рақами",
        )),
        Field("reference", gettext_noop("Reference code"), (
            "reference", "reference code", "identifier", "id", "legacy id", "shifr", "arxiv shifri", "шифр",
            "идентификатор", "архивный шифр",
        )),
        Field("negative", gettext_noop("Negative number"), (
            "negative", "negative number", "negativ raqami", "номер негатива", "негатив рақами",
        )),
        Field("other_number", gettext_noop("Other number"), ("other number", "number", "raqam", "номер", "рақам")),
        Field("languages", gettext_noop("Languages"), (
            "language", "languages", "til", "tillar", "til tili", "язык", "языки", "тил", "тиллар",
        )),
        Field("collection", gettext_noop("Collection"), (
            "collection", "fonds", "toʻplam", "kolleksiya", "jamgʻarma", "коллекция", "собрание", "фонд", "тўплам",
        )),
    )
}  # fmt: skip
