"""The interface's catalogs: complete, well formed, and the derived ones in step."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import django
import pytest
from django.apps import apps

from config.environment import PROJECT_DIR
from pages.catalogs import Entry, parse, translated, write
from pages.operations.spell_catalogs import spell_catalogs

CATALOGS = {code: PROJECT_DIR / "locale" / code / "LC_MESSAGES" / "django.po" for code in ("uz", "ru")}
LIBRARIES = {
    f"{code} {domain}": PROJECT_DIR / "locale_libraries" / code / "LC_MESSAGES" / f"{domain}.po"
    for code, domain in (("uz", "django"), ("uz", "djangojs"), ("ru", "django"))
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def entries(code: str) -> list[Entry]:
    return parse({**CATALOGS, **LIBRARIES}[code].read_text("utf-8"))[1:]


def words_of_libraries(domain: str) -> Iterator[tuple[str | None, str]]:
    """Yield what the libraries in use say to people, with its context; names of languages aside."""
    folders = [Path(django.__file__).parent / "conf", *(Path(app.path) for app in apps.get_app_configs())]
    for folder in folders:
        source = folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        for entry in parse(source.read_text("utf-8"))[1:] if source.is_file() else []:
            if not any("global_settings.py" in line for line in entry.comments):
                yield entry.fields.get("msgctxt"), entry.msgid


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_what_the_libraries_say_is_said_in_uzbek(domain: str) -> None:
    """A new version of one may say new things: add them to locale_libraries/uz, then run ``spell_catalogs``."""
    told = {(e.fields.get("msgctxt"), e.msgid) for e in entries(f"uz {domain}")}
    told |= {(e.fields.get("msgctxt"), e.msgid) for e in entries("uz")} if domain == "django" else set()
    wanted = set(words_of_libraries(domain))
    assert len(wanted) > {"django": 1500, "djangojs": 70}[domain]
    assert wanted - told == set()


@pytest.mark.parametrize("code", [*CATALOGS, *LIBRARIES])
def test_every_string_is_translated(code: str) -> None:
    assert [entry.msgid for entry in entries(code) if not entry.is_complete] == []


def test_both_catalogs_translate_the_same_strings() -> None:
    keys = [{(e.fields.get("msgctxt"), e.msgid) for e in entries(code)} for code in CATALOGS]
    assert keys[0] == keys[1]


@pytest.mark.parametrize("code", [*CATALOGS, *LIBRARIES])
def test_translations_keep_the_placeholders(code: str) -> None:
    for entry in entries(code):
        wanted = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.fields.get("msgid_plural", ""))}
        names = {name for _text, name, _spec, _how in Formatter().parse(entry.msgid) if name}
        for text in entry.translations:
            assert set(PLACEHOLDER.findall(text)) == wanted, text
            assert names == {name for _text, name, _spec, _how in Formatter().parse(text) if name}, text


def test_russian_has_three_plural_forms() -> None:
    plurals = [entry for entry in entries("ru") if "msgid_plural" in entry.fields]
    assert plurals
    assert all(len(entry.translations) == 3 for entry in plurals)


def test_uzbek_uses_the_letters_of_the_standard_and_no_other_apostrophe() -> None:
    wrong = re.compile(r"(?<=\w)['‘’`´](?=\w)|[oOgG]ʼ|[ЁёА-Яа-яҚқҒғҲҳЎў]{3,}")
    said = [*entries("uz"), *entries("uz django"), *entries("uz djangojs")]
    found = [text for entry in said for text in entry.translations if wrong.search(text)]
    # The advice on stars quotes the start of a Cyrillic word.
    assert [text for text in found if "*" not in text] == []


def test_the_derived_catalogs_are_in_step_with_the_uzbek_one() -> None:
    assert spell_catalogs(root=PROJECT_DIR, write=False) == []


def test_a_catalog_reads_back_as_it_was_written() -> None:
    made = [
        Entry(["# a remark"], {"msgid": "", "msgstr": "Language: uz\nPlural-Forms: nplurals=1; plural=0;\n"}),
        Entry([], {"msgctxt": "verb", "msgid": 'say "yes"\\', "msgstr": "“ha”\tdeng"}),
        Entry(
            ["#, python-format"], {"msgid": "%(n)s\nline", "msgid_plural": "%(n)s\nlines", "msgstr[0]": "%(n)s\nqator"}
        ),
    ]
    assert parse(write(made)) == made


def test_unfinished_translations_are_not_spelled_into_the_derived_catalog() -> None:
    source = write(
        [
            Entry([], {"msgid": "", "msgstr": "Language: uz\n"}),
            Entry([], {"msgid": "city", "msgstr": "shahar"}),
            Entry([], {"msgid": "tea", "msgstr": ""}),
            Entry(["#, fuzzy"], {"msgid": "hill", "msgstr": "togʻ"}),
        ]
    )
    made = parse(translated(source, str.upper, "uz_Cyrl"))
    assert [(entry.msgid, entry.translations) for entry in made[1:]] == [("city", ["SHAHAR"])]


def test_an_entry_needs_no_blank_line_before_it() -> None:
    several = 'msgid "b"\nmsgid_plural "bs"\nmsgstr[0] "2"\nmsgstr[1] ""\n"3"'
    read = parse(f'msgid "a"\nmsgstr "1"\n{several}\n#, fuzzy\nmsgid "c"\nmsgstr "4"')
    assert [(entry.msgid, entry.translations) for entry in read] == [("a", ["1"]), ("b", ["2", "3"]), ("c", ["4"])]
    assert [entry.is_fuzzy for entry in read] == [False, False, True]


def test_a_line_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match='msgid "b"'):
        parse('msgid "a"\nmsgid "b"\nmsgstr "1"')


def test_what_is_no_catalog_is_refused_with_its_line() -> None:
    with pytest.raises(ValueError, match="hello"):
        parse('msgid "a"\nhello\nmsgstr "b"')


def test_what_is_said_without_a_count_is_not_left_to_the_forms_of_a_counted_string() -> None:
    """Python 3.11.2, which Debian 12 has, does not look for it there; give the counted string a context."""
    counted = {e.msgid for e in entries("uz") if "msgid_plural" in e.fields and "msgctxt" not in e.fields}
    plain = re.compile(r'(?<!n)(?:\b_|gettext(?:_lazy|_noop)?)\(\s*"([^"]*)"\s*\)|\{% translate "([^"]*)"')
    sources = [p for app in ("archive", "catalog", "pages", "search") for p in (PROJECT_DIR / app).rglob("*.py")]
    sources += (PROJECT_DIR / "templates").rglob("*.html")
    said = {text for path in sources for found in plain.findall(path.read_text("utf-8")) for text in found if text}
    assert len(said) > 1000
    assert said & counted == set()
