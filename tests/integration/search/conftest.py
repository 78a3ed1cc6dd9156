"""What tests of finding share: an index folder of their own, and records with read pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from archive.choices import AssetState, PageState
from archive.extract.types import Word
from archive.extract.words import pack, text_of
from archive.models import Document, Page
from catalog.models import DocumentFacts, Record, RecordAsset
from search.operations.drain_outbox import Drain

Maker = Callable[..., Record]


@pytest.fixture
def index_folder(tmp_path: Path, settings: Any) -> Path:
    """Put the index into a folder of this test."""
    folder = tmp_path / "index"
    settings.FONDS_INDEX = folder
    return folder


@pytest.fixture
def drain(db: None, index_folder: Path) -> Iterator[Callable[[], int]]:
    """Return a function that drains the outbox, as the worker does."""
    draining = Drain()
    yield draining.run_until_empty
    draining.close()


def words_of(text: str) -> list[Word]:
    """Return the words of a text as a page would hold them: ten on a line, in boxes side by side."""
    found = []
    for line, written in enumerate(text.split("\n")):
        for place, word in enumerate(written.split()):
            found.append(Word(word, 0.1 + 0.08 * place, 0.05 + 0.03 * line, 0.07, 0.02, line, 95))
    return found


@pytest.fixture
def make_record(db: None) -> Maker:
    """Return a function that makes a published record, with a document of read pages where texts are given."""

    def make(pages: Sequence[str] = (), *, languages: Sequence[str] = ("uz-Latn",), **fields: Any) -> Record:
        fields.setdefault("access", "public")
        fields.setdefault("kind", "document")
        fields.setdefault("original_title", "Hujjat")
        record = Record(live=True, languages=list(languages), **fields)
        record.save()
        if pages:
            document = make_document(pages, languages)
            RecordAsset.objects.create(record=record, document=document, sort_order=0)
            DocumentFacts.objects.update_or_create(record=record, defaults={"page_count": len(pages)})
        made: Record = Record.objects.get(pk=record.pk)
        return made

    return make


def make_document(pages: Sequence[str], languages: Sequence[str] = ("uz-Latn",)) -> Document:
    """Make a document whose pages have been read."""
    document = Document(title="scan", page_count=len(pages), state=AssetState.READY, media_type="application/pdf")
    document.file = ContentFile("\n".join(pages).encode() + str(id(pages)).encode(), name="scan.pdf")
    document.save()
    for number, text in enumerate(pages, start=1):
        words = words_of(text)
        Page.objects.create(
            document=document,
            number=number,
            state=PageState.READY,
            text=text_of(words),
            words=pack(words),
            languages=list(languages),
            quality_pct=95,
            width_px=1000,
            height_px=1400,
        )
    return document
