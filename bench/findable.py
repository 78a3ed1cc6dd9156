"""Print how long a saved record takes to be found, idle and while pages are being read (goal: p95 1 s)."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
import uuid

from bench.figures import report, spread
from bench.site_at_size import fill_site, open_site

TIMEOUT_SECONDS = 60
PAUSE_SECONDS = 0.005
PAGES_SECOND = 4
"""How fast the pages come that are being read: about what two cores give."""


def save_and_find() -> float:
    """Save a record with a word of its own; return the milliseconds until the public finds it."""
    from catalog.access import audience_of  # noqa: PLC0415 - needs django.setup
    from catalog.models import Record  # noqa: PLC0415
    from search.finding.find import find  # noqa: PLC0415
    from search.finding.types import Question  # noqa: PLC0415

    word = "z" + uuid.uuid4().hex
    record = Record(kind="document", live=True, access="public", original_title="x", description_uz=word)
    record.save()
    start = time.perf_counter()
    question = Question(word)
    while not find(question, audience_of(None)).total:
        if time.perf_counter() - start > TIMEOUT_SECONDS:
            raise SystemExit("A saved record was not found within a minute.")
        time.sleep(PAUSE_SECONDS)
    return (time.perf_counter() - start) * 1000


def read_pages() -> None:
    """Store pages of long documents one by one, as readers do, until stopped."""
    from django.db import transaction  # noqa: PLC0415

    from archive.extract.types import Word  # noqa: PLC0415 - needs django.setup
    from archive.extract.words import pack  # noqa: PLC0415
    from archive.models import Document, Page  # noqa: PLC0415
    from archive.signals import asset_changed  # noqa: PLC0415
    from catalog.models import Record, RecordAsset  # noqa: PLC0415

    text = " ".join(f"soʻz{number}" for number in range(400))
    words = pack([Word(word, 0.1, 0.1, 0.1, 0.1, place // 10, 90) for place, word in enumerate(text.split())])
    while True:
        name = uuid.uuid4().hex
        with transaction.atomic():
            record = Record(kind="document", live=True, access="public", original_title=name)
            record.save()
            (document,) = Document.objects.bulk_create(
                [Document(title=name, file=f"originals/{name}.pdf", page_count=200, state="working")]
            )
            RecordAsset.objects.create(record=record, document=document)
            Page.objects.bulk_create([Page(document=document, number=number) for number in range(1, 201)])
        for number in range(1, 201):
            with transaction.atomic():
                rows = Page.objects.filter(document=document, number=number)
                rows.update(state="ready", text=text, words=words, languages=["uz-Latn"])
                asset_changed.send(sender=Document, kind="document", asset_id=document.pk, facts=False)
            time.sleep(1 / PAGES_SECOND)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000, help="size of the collection beforehand")
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--reader", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder = open_site(f"site-{options.pages}")
    if options.reader:
        read_pages()
        return
    fill_site(options.pages)
    environment = {**os.environ, "FONDS_DATA": str(folder)}
    drain = subprocess.Popen([sys.executable, "manage.py", "index", "drain", "--forever"], env=environment)
    try:
        for _ in range(3):
            save_and_find()
        report(f"save to found, idle, {options.pages} pages", spread([save_and_find() for _ in range(options.times)]))
        command = [sys.executable, "-m", "bench.findable", "--reader", "--pages", str(options.pages)]
        reader = subprocess.Popen(command, env=environment)
        try:
            time.sleep(10)
            taken = [save_and_find() for _ in range(options.times)]
            report(f"save to found, while reading, {options.pages} pages", spread(taken))
        finally:
            reader.terminate()
            reader.wait()
    finally:
        drain.send_signal(signal.SIGINT)
        drain.wait()


if __name__ == "__main__":
    main()
