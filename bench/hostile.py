"""Take every hostile file in through real deposits, packed and loose, and tell outcomes, pace and memory."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path
from typing import Any

from bench.site_at_size import FOLDER, open_site

NAME = "hostile"
WORK_SECONDS = 240
PAGE_SECONDS = 5
BOMB_SECONDS = 2 * PAGE_SECONDS


def lay_out_everything(folder: Path) -> dict[str, dict[str, str]]:
    """Write the corpus as a zip, a tar and a folder; return what each file of each should become, by its name."""
    from archive.specimens.hostile import GROUPS, cases, group, lay_out  # noqa: PLC0415 - needs django.setup

    packs = {case.name for name in GROUPS if name.startswith("archives") for case in group(name)}
    loose = folder / "papka"
    loose.mkdir(parents=True)
    outside = folder / "tashqarida.jpg"
    outside.write_bytes(b"outside")
    expected: dict[str, dict[str, str]] = {"papka": {}, "hammasi.zip": {}, "hammasi.tar": {}}
    zipped = zipfile.ZipFile(folder / "hammasi.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with zipped, tarfile.open(folder / "hammasi.tar", "w") as tarred:
        for case in cases():
            case.write(loose)
            expected["papka"][shown(case.name)] = case.outcome
            if case.grown_to:
                continue
            outcome = "nested_archive" if case.name in packs and case.content else case.outcome
            outcome = "unsafe_path" if case.name.startswith("C:") else outcome
            info = tarfile.TarInfo(case.name)
            info.size = len(case.content)
            tarred.addfile(info, io.BytesIO(case.content))
            expected["hammasi.tar"][shown(case.name)] = outcome
            if shown(case.name) == case.name:
                zipped.writestr(case.name, case.content)
                expected["hammasi.zip"][case.name] = outcome
    expected["papka"] |= lay_out(loose, outside)
    return expected


def shown(name: str) -> str:
    """Return a name as a row of a deposit shows it."""
    return os.fsencode(name).decode("utf-8", "replace")


def ingest(place: Path) -> dict[str, Any]:
    """Take a path in as a deposit by the command, in a process of its own; return what became of each file, and the cost."""
    from catalog.models import Deposit  # noqa: PLC0415 - needs django.setup

    started = time.monotonic()
    command = [sys.executable, "manage.py", "ingest", str(place), "--access=public", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, said = process.communicate()
    if process.returncode not in {0, 1}:
        raise SystemExit(f"The ingest of {place.name} ended with {process.returncode}: {said.decode()[-2000:]}")
    deposit = Deposit.objects.order_by("-pk")[0]
    rows = [
        {"path": row.path.removeprefix(f"{place}/"), "outcome": row.outcome, "reason": row.reason.code,
         "record": bool(row.record_id)}
        for row in deposit.files.order_by("order_key")
    ]  # fmt: skip
    return {"state": deposit.state, "tally": deposit.tally, "rows": rows, "printed": len(out.splitlines()),
            "seconds": round(time.monotonic() - started, 1)}  # fmt: skip


def work() -> float:
    """Let a real worker do all tasks that wait; return the seconds it took."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - needs django.setup

    started = time.monotonic()
    worker = subprocess.Popen([sys.executable, "manage.py", "work", "--processes", "1"])
    try:
        waiting = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"])
        while waiting.exists() and time.monotonic() - started < WORK_SECONDS and worker.poll() is None:
            time.sleep(0.3)
    finally:
        worker.terminate()
        worker.wait()
    return round(time.monotonic() - started, 1)


def run(data: Path) -> dict[str, Any]:
    """Do all of it in a data folder; return what was found."""
    import resource  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415 - needs django.setup
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from archive.models import Document, Page, Photo, Recording  # noqa: PLC0415

    arrived = data / "kelgan"
    expected = lay_out_everything(arrived)
    before = {str(path.relative_to(data)) for path in arrived.rglob("*")}
    os.environ["FONDS_OCR_PAGE_SECONDS"] = str(PAGE_SECONDS)
    connection.close()
    found = {name: ingest(arrived / name) for name in ("hammasi.zip", "hammasi.tar", "papka")}
    ingest_mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    seconds = work()
    states = {
        model.__name__: dict(sorted(_count(model).items())) for model in (Photo, Document, Recording, Page)
    }  # fmt: skip
    after = {str(path.relative_to(data)) for path in arrived.rglob("*")}
    return {
        "expected": expected,
        "deposits": found,
        "work_seconds": seconds,
        "tasks_left": DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).count(),
        "states": states,
        "peak_mib": {"ingest": ingest_mib, "worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10},
        "moved": sorted(before ^ after),
        "left_behind": [str(path) for path in (data / "uploads").rglob("*") if path.is_file()],
        "escaped": [str(path) for path in _escapes(data) if path.exists()],
    }


def _count(model: Any) -> dict[str, int]:
    from django.db.models import Count  # noqa: PLC0415 - needs django.setup

    rows = model.objects.values_list("state").annotate(count=Count("pk"))
    return {str(state): count for state, count in rows}


def _escapes(data: Path) -> list[Path]:
    """Return where the members that lead out would have landed."""
    names = ("fonds-qochgan.jpg", "tashqariga.jpg", "yuqoriga.jpg", "qochgan", "passwd", "b.jpg")
    folders = (Path("/tmp"), Path("/tmp").parent, data, data.parent, data / "kelgan", data / "uploads", Path.cwd())  # noqa: S108
    return [folder / name for folder in folders for name in names]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="an empty folder to work in; default: one of its own, made anew")
    options = parser.parse_args()
    if options.data is None:
        shutil.rmtree(FOLDER / NAME, ignore_errors=True)
    found = run(open_site(NAME, options.data, with_static_files=False))
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
