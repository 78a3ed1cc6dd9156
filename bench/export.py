"""Print rows a second and the peak of memory of a whole export, at a size and at a tenth of it."""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import milliseconds, report
from bench.site_at_size import FOLDER, open_site

NAME = "export"
AT_ONCE = 2000


def fill(records: int) -> None:
    """Make so many described records without pages, past the signals, and index them."""
    from catalog.models import Agent, Collection, Place, Record, RecordAgent, RecordIdentifier, Subject  # noqa: PLC0415
    from search.indices import open_indices  # noqa: PLC0415 - these need django.setup
    from search.operations.build_index import rebuild_index  # noqa: PLC0415

    collection = Collection.objects.create(slug="archive", title_uz="Arxiv", title_ru="Архив", title_en="Archive")
    agents = [Agent.objects.create(slug=f"a{n}", label_uz=f"Shaxs {n}") for n in range(40)]
    subjects = [Subject.objects.create(slug=f"s{n}", label_uz=f"Mavzu {n}") for n in range(60)]
    places = [Place.objects.create(slug=f"p{n}", label_uz=f"Joy {n}") for n in range(30)]
    for start in range(0, records, AT_ONCE):
        made = Record.objects.bulk_create(_record(number, collection) for number in range(start, start + AT_ONCE))
        keys = [record.pk for record in made]
        RecordAgent.objects.bulk_create(RecordAgent(record_id=k, agent=agents[k % 40], sort_order=0) for k in keys)
        RecordIdentifier.objects.bulk_create(RecordIdentifier(record_id=k, value=f"ф. 2, д. {k}") for k in keys)
        Record.subjects.through.objects.bulk_create(
            Record.subjects.through(record_id=k, subject_id=subjects[(k + n) % 60].pk) for k in keys for n in range(3)
        )
        Record.places.through.objects.bulk_create(
            Record.places.through(record_id=k, place_id=places[k % 30].pk) for k in keys
        )
    engines = open_indices(is_kept_open=True)
    rebuild_index(engines)
    engines.close()


def _record(number: int, collection: object) -> object:
    from catalog.models import Record  # noqa: PLC0415 - needs django.setup

    return Record(
        kind="document",
        live=True,
        access="public",
        title_uz=f"Termiz bojxonasining {number}-hisoboti",
        title_ru=f"Отчёт Термезской таможни № {number}",
        title_en=f"Report {number} of the Termez custom house",
        date_edtf=str(1860 + number % 160),
        languages=["uz-Latn", "ru"],
        rights="CC-BY-4.0",
        credit_line_uz="Davlat bojxona arxivi",
        collection=collection,
    )


def resident_mb() -> float:
    """Return the memory this process holds now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6


def measure(query: str, shape: str, *, sort: str | None = None) -> None:
    """Export everything a query finds and print what it took."""
    from django.utils import timezone  # noqa: PLC0415 - needs django.setup

    from catalog.access import Audience, Standing  # noqa: PLC0415
    from search.exports.shapes import Shape, written  # noqa: PLC0415
    from search.exports.walk import Export, batches_of  # noqa: PLC0415
    from search.finding.types import Question, Sort  # noqa: PLC0415

    question = Question(query, sort=Sort(sort) if sort else None)
    export = Export(question, Audience(Standing.PUBLIC, timezone.localdate()), "ru", "https://example.org")
    counted = {"rows": 0, "bytes": 0}
    peak = first = resident_mb()

    def rows() -> Iterator[list[object]]:
        for batch in batches_of(export):
            counted["rows"] += len(batch)
            yield batch  # type: ignore[misc]

    started = time.perf_counter()
    for piece in written(rows(), Shape(shape)):  # type: ignore[arg-type]
        counted["bytes"] += len(piece.encode())
        peak = max(peak, resident_mb())
    seconds = time.perf_counter() - started
    rate = f"{counted['rows'] / seconds:7.0f} rows/s, {counted['rows']:7} rows, {counted['bytes'] / 1e6:6.1f} MB"
    report(f"{shape} {query or 'everything'} by {sort or 'default'}", f"{rate}, memory {first:.0f} → {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=50_000, help="at the larger size (default: %(default)s)")
    records = parser.parse_args().records
    shutil.rmtree(FOLDER / NAME, ignore_errors=True)
    open_site(NAME)
    report(f"{records} records made and indexed", f"{milliseconds(lambda: fill(records)) / 1000:.0f} s")
    measure("year:1900..1915", "csv")
    measure("", "csv")
    measure("hisoboti", "json")
    measure("", "csv", sort="title")
    measure("", "csv", sort="date")
    shutil.rmtree(FOLDER / NAME, ignore_errors=True)


if __name__ == "__main__":
    main()
