"""Print how long a PDF of a thousand pages takes until all of it is findable, its pace, and the memory it takes."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from bench.figures import report
from bench.photos import memory_mib, peaks, processor_seconds_of
from bench.worked_site import empty_site, environment_of, start_worker

NAME = "thousand-pages"
SAMPLE_SECONDS = 1.0


def make_book(path: Path, pages: int) -> None:
    """Write a PDF of so many pages with letters, each with words of its own."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    from archive.specimens.fonts import font_file  # noqa: PLC0415
    from bench.corpus import Corpus  # noqa: PLC0415

    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415  # isort: skip
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415  # isort: skip

    pdfmetrics.registerFont(TTFont("Book", str(font_file("DejaVu Sans"))))
    canvas = Canvas(str(path), invariant=1, pageCompression=1)
    for number, page in enumerate(Corpus(pages).pages(), start=1):
        if number > pages:
            break
        text = canvas.beginText(50, 800)
        text.setFont("Book", 9)
        text.textLine(f"bet{number}")
        for line in page.text.split("\n")[:60]:
            text.textLine(line[:110])
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    data = empty_site(NAME)
    make_book(data / "kitob.pdf", options.pages)
    worker = start_worker(data, options.processes)
    started = time.perf_counter()
    command = [sys.executable, "manage.py", "ingest", str(data / "kitob.pdf"), "--access=public", "--json"]
    subprocess.run(command, env=environment_of(data), check=True, stdout=subprocess.DEVNULL)
    report("taken in", f"{time.perf_counter() - started:8.1f} s")
    samples: list[float] = []
    try:
        while not _is_findable(options.pages):
            time.sleep(SAMPLE_SECONDS)
            samples.append(memory_mib(worker.pid))
            if worker.poll() is not None:
                raise SystemExit("The worker ended before its time.")
        took = time.perf_counter() - started
    finally:
        worker.terminate()
        used = processor_seconds_of(worker)
    report("all pages read and findable", f"{took:8.1f} s")
    report("pace", f"{options.pages / took:8.1f} pages/s, {options.pages / used:.1f} pages a processor second")
    report("memory of the largest process of the worker, by quarters", f"{peaks(samples)} MiB")


def _is_findable(pages: int) -> bool:
    """Say whether every page is read and no change waits for the index."""
    from archive.models import Page  # noqa: PLC0415 - needs django.setup
    from search.models import OutboxEntry  # noqa: PLC0415

    return Page.objects.filter(state="ready").count() == pages and not OutboxEntry.objects.exists()


if __name__ == "__main__":
    main()
