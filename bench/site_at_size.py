"""Make a whole site with synthetic records in a data folder of its own: database rows with words, and the index."""

from __future__ import annotations

import os
import sys
import time
from itertools import groupby
from pathlib import Path

from bench.corpus import PAGES_IN_RECORD, Corpus, SyntheticPage
from bench.figures import report

FOLDER = Path(__file__).resolve().parent.parent / "var" / "bench"
BATCH = 50


def open_site(name: str, folder: Path | None = None, *, with_static_files: bool = True) -> Path:
    """Let Django use a data folder for benchmarks, migrated; call before anything of Django is imported."""
    folder = folder or FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    for variable in [each for each in os.environ if each.startswith("FONDS_")]:
        del os.environ[variable]
    os.environ["FONDS_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django  # noqa: PLC0415 - needs the folder

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0, interactive=False)
    if with_static_files:
        call_command("collectstatic", verbosity=0, interactive=False)
    return folder


def fill_site(pages: int) -> None:
    """Add what is missing to have so many pages in the database and in the index."""
    from archive.models import Page  # noqa: PLC0415 - needs django.setup
    from search.indices import open_indices  # noqa: PLC0415
    from search.operations.build_index import rebuild_index  # noqa: PLC0415
    from search.operations.sweep_index import sweep_index  # noqa: PLC0415

    corpus = Corpus(pages)
    have = Page.objects.count()
    if have < pages:
        started = time.perf_counter()
        _fill(corpus, have)
        report("database rows with packed words", f"{(pages - have) / (time.perf_counter() - started):8.0f} pages/s")
    engines = open_indices(is_kept_open=True)
    try:
        if not engines.is_built() or sweep_index(engines, repair=False).differences:
            started = time.perf_counter()
            rebuild_index(engines)
            report("rebuild from the database", f"{pages / (time.perf_counter() - started):8.0f} pages/s")
    finally:
        engines.close()


def _fill(corpus: Corpus, have: int) -> None:
    start = have // PAGES_IN_RECORD // BATCH * BATCH * PAGES_IN_RECORD
    block = start // 1000 * 1000
    every = (page for page in corpus.pages(block) if page.number >= have)
    batch: list[list[SyntheticPage]] = []
    for _record, pages in groupby(every, lambda page: page.record):
        batch.append(list(pages))
        if len(batch) == BATCH:
            _store(batch)
            batch = []
            sys.stderr.write(".")
    _store(batch)
    sys.stderr.write("\n")


def _store(batch: list[list[SyntheticPage]]) -> None:
    """Write records, documents and pages in a few statements, past the signals."""
    from django.db import transaction  # noqa: PLC0415 - needs django.setup

    from archive.models import Document  # noqa: PLC0415
    from catalog.models import DocumentFacts, Record, RecordAsset  # noqa: PLC0415

    with transaction.atomic():
        records = Record.objects.bulk_create([_record(pages) for pages in batch])
        documents = Document.objects.bulk_create([_document(pages) for pages in batch])
        RecordAsset.objects.bulk_create(
            RecordAsset(record=record, document=document, sort_order=0)
            for record, document in zip(records, documents, strict=True)
        )
        DocumentFacts.objects.bulk_create(
            DocumentFacts(record=record, page_count=len(pages)) for record, pages in zip(records, batch, strict=True)
        )
        for document, pages in zip(documents, batch, strict=True):
            _store_pages(document, pages)


def _record(pages: list[SyntheticPage]) -> object:
    from catalog.models import Record  # noqa: PLC0415 - needs django.setup

    first = pages[0]
    words, year = first.text.split(), 1900 + first.record % 120
    record = Record(
        kind="document",
        live=True,
        access="public" if first.record % 20 else "staff",
        original_title=" ".join(words[:5]).capitalize(),
        original_language=first.language,
        description_uz=" ".join(words[20:45]),
        date_edtf=str(year),
        languages=[first.language],
        rights="InC",
    )
    record.date_earliest, record.date_latest = record.date.earliest, record.date.latest
    return record


def _document(pages: list[SyntheticPage]) -> object:
    from archive.models import Document  # noqa: PLC0415 - needs django.setup

    name = f"{pages[0].record}.pdf"
    return Document(title=name, file=f"originals/{name}", page_count=len(pages), state="ready", original_name=name)


def _store_pages(document: object, pages: list[SyntheticPage]) -> None:
    from archive.extract.types import Word  # noqa: PLC0415 - needs django.setup
    from archive.extract.words import pack  # noqa: PLC0415
    from archive.models import Page  # noqa: PLC0415

    rows = []
    for page in pages:
        lines = page.text.split("\n")
        words = [
            Word(word, 0.05 + 0.09 * place, 0.05 + 0.02 * line, 0.08, 0.015, line, 95)
            for line, text in enumerate(lines)
            for place, word in enumerate(text.split())
        ]
        rows.append(
            Page(
                document=document,  # type: ignore[misc]
                number=page.order,
                state="ready",
                text=page.text,
                words=pack(words),
                languages=[page.language],
                quality_pct=95,
                width_px=1700,
                height_px=2400,
            )
        )
    Page.objects.bulk_create(rows, batch_size=500)
