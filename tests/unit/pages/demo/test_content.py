"""The demonstration's data files are whole, well spelled and drawable."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from archive.extract.av import probe
from archive.extract.transcripts import read_transcript
from archive.ingest.sidecars import transcripts_beside
from archive.specimens.scenes.gallery import SCENES
from archive.specimens.typesetting import typeset
from catalog.choices import Access, AgentRole
from catalog.vocabulary.dates import parse_date
from catalog.vocabulary.languages import languages
from catalog.vocabulary.rights import statements
from pages.demo.content import FOLDER, PICTURES, Content, RecordEntry, read_content
from pages.demo.drawing import draw_file, page_spec
from pages.demo.errors import ContentFault

MAX_SCANNED_PAGES = 40


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content()


def uzbek_texts(content: Content) -> list[str]:
    authorities = [*content.agents, *content.subjects, *content.places]
    return [
        *(words["uz"] for row in content.collections for words in (row.title, row.description)),
        *(words["uz"] for row in content.records for words in (row.title, row.description)),
        *(row.label["uz"] for row in authorities),
    ]


def test_there_are_some_two_dozen_documents_and_thirty_photographs_and_three_recordings(content: Content) -> None:
    kinds = Counter(record.kind for record in content.records)

    assert 23 <= kinds["document"] <= 26
    assert kinds["photo"] == 30
    assert kinds["recording"] == 3


def test_every_access_level_is_shown(content: Content) -> None:
    assert {record.access for record in content.records} == set(Access.values)
    for record in content.records:
        assert (record.access == Access.EMBARGO) == (record.embargo_until is not None), record.id
        assert (record.embargo_until or date.max) > date(2027, 1, 1)


def test_uzbek_is_spelled_with_its_own_two_signs(content: Content) -> None:
    for text in uzbek_texts(content):
        assert not re.search(r"[A-Za-z]['‘’`´][A-Za-z]", text), text
        assert not re.search(r"[oOgG]ʼ[a-z]", text), text


def test_dates_rights_roles_and_languages_are_ones_the_catalog_knows(content: Content) -> None:
    for record in content.records:
        assert parse_date(record.date).edtf == record.date, record.id
        assert record.rights in statements(), record.id
        assert {role for _, role in record.agents} <= set(AgentRole.values), record.id
        assert set(record.languages) <= set(languages()), record.id


def test_every_picture_scene_and_text_named_is_there_and_none_lies_unused(content: Content) -> None:
    pictures, texts = set[str](), set[str]()
    for record in content.records:
        pictures |= set(record.making.get("pictures", ())) | {record.making.get("picture", "")}
        texts |= {record.making.get("text", "")}
        assert {record.making.get("scene", "piala"), *record.making.get("scenes", ())} <= set(SCENES), record.id

    assert pictures - {""} == {path.name for path in PICTURES.glob("*.jpg")}
    assert texts - {""} == {path.name for path in (FOLDER / "texts").glob("*.txt")}


def test_every_text_can_be_set_and_the_scans_stay_few(content: Content) -> None:
    scanned = 0
    for record in content.records:
        if "text" in record.making:
            pages = len(typeset(page_spec(record)))
            assert 1 <= pages <= 6, record.id
            assert record.making["form"] != "picture" or pages == 1, record.id
            scanned += pages if record.making["form"] != "digital" else 0
        elif record.kind == "document":
            scanned += len(record.making["pictures"])

    assert scanned <= MAX_SCANNED_PAGES


def test_all_four_languages_and_the_new_spelling_are_there(content: Content) -> None:
    spoken = Counter(record.languages[0] for record in content.records if record.languages)
    reformed = [record for record in content.records if _is_reformed(record)]

    assert min(spoken[tag] for tag in ("uz-Latn", "uz-Cyrl", "ru", "en")) >= 3
    assert len(reformed) >= 2


def _is_reformed(record: RecordEntry) -> bool:
    name = str(record.making.get("text", ""))
    return bool(name) and "ş" in (FOLDER / "texts" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("has_voice", [True, False])
def test_recordings_are_made_with_transcripts_in_three_languages_with_a_voice_or_without(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_voice: bool
) -> None:
    if not has_voice:
        find = shutil.which
        monkeypatch.setattr(
            shutil, "which", lambda program, *_, **__: None if program == "espeak-ng" else find(program)
        )
    for record in content.records:
        if record.kind != "recording":
            continue
        path = draw_file(record, tmp_path)
        facts = probe(path)
        assert (facts.video is not None) == (record.making["form"] == "film")
        beside = {each.language: each.path for each in transcripts_beside(path)}
        assert set(beside) == {"uz", "ru", "en"}
        for language, file in beside.items():
            cues = read_transcript(file.read_bytes(), ".vtt").cues
            assert [cue.text for cue in cues] == [line[language] for line in record.making["said"]]
            assert cues[-1].end_ms / 1000 <= facts.duration_seconds + 1
        assert len(facts.chapters) == len(record.making.get("scenes", ()))


def test_file_names_are_ascii_and_no_two_alike(content: Content) -> None:
    stems = [record.file_stem for record in content.records]

    assert len(set(stems)) == len(stems)
    assert all(stem.isascii() for stem in stems)


@pytest.mark.parametrize(
    ("find", "put", "message"),
    [
        ('collection = "kutubxona"', 'collection = "nowhere"', "nowhere"),
        ('form = "scan"', 'frm = "scan"', "frm"),
        ('ru = "Лист из книги досмотра 1901 года"', 'de = "Blatt"', "title is missing in ru"),
    ],
)
def test_a_fault_in_a_data_file_is_named(tmp_path: Path, find: str, put: str, message: str) -> None:
    folder = tmp_path / "content"
    shutil.copytree(FOLDER, folder)
    documents = folder / "documents.toml"
    documents.write_text(documents.read_text(encoding="utf-8").replace(find, put, 1), encoding="utf-8")

    with pytest.raises(ContentFault, match=message):
        read_content(folder)
