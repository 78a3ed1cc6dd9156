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
WORK_SECONDS = 150
PAGE_SECONDS = 5
ALWAYS = {"o'zini chizgan.pdf"}
TASKS = ("archive.tasks.examine", "archive.tasks.read")


def lay_out_everything(folder: Path, every: int = 1) -> dict[str, dict[str, str]]:
    """Write half of the corpus as a zip, half as a tar, all as a folder; return what each file is to become.

    Only each ``every``-th file, and those that are always taken.
    """
    from archive.specimens.hostile import GROUPS, cases, group, lay_out  # noqa: PLC0415 - needs django.setup

    packs = {case.name for name in GROUPS if name.startswith("archives") for case in group(name)}
    loose = folder / "papka"
    loose.mkdir(parents=True)
    outside = folder / "tashqarida.jpg"
    outside.write_bytes(b"outside")
    # The packed ones first: what is in both is a duplicate in the folder.
    expected: dict[str, dict[str, str]] = {"yarmi.zip": {}, "yarmi.tar": {}, "papka": {}}
    zipped = zipfile.ZipFile(folder / "yarmi.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with zipped, tarfile.open(folder / "yarmi.tar", "w") as tarred:
        for number, case in enumerate(cases()):
            if number % every and case.name not in ALWAYS:
                continue
            case.write(loose)
            expected["papka"][shown(case.name)] = case.outcome
            if case.grown_to:
                continue
            outcome = "nested_archive" if case.name in packs and case.content else case.outcome
            outcome = "unsafe_path" if case.name.startswith("C:") else outcome
            if number // every % 2 and shown(case.name) == case.name:
                zipped.writestr(case.name, case.content)
                expected["yarmi.zip"][case.name] = outcome
                continue
            info = tarfile.TarInfo(case.name)
            info.size = len(case.content)
            tarred.addfile(info, io.BytesIO(case.content))
            expected["yarmi.tar"][shown(case.name)] = outcome
    expected["papka"] |= lay_out(loose, outside)
    return expected


def shown(name: str) -> str:
    """Return a name as a row of a deposit shows it."""
    return os.fsencode(name).decode("utf-8", "replace")


def ingest(place: Path) -> dict[str, Any]:
    """Take a path in as a deposit by the command; return what became of each file, and what it cost."""
    from catalog.models import Deposit  # noqa: PLC0415 - needs django.setup

    started = time.monotonic()
    command = [sys.executable, "manage.py", "ingest", str(place), "--access=public", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    code, peak_mib = ended(process)
    if code not in {0, 1}:
        raise SystemExit(f"The ingest of {place.name} ended with {code}.")
    deposit = Deposit.objects.order_by("-pk")[0]
    rows = [
        {"path": row.path.removeprefix(f"{place}").lstrip("/"), "outcome": row.outcome, "reason": row.reason.code,
         "record": bool(row.record_id)}
        for row in deposit.files.order_by("order_key")
    ]  # fmt: skip
    return {"state": deposit.state, "tally": deposit.tally, "rows": rows, "peak_mib": peak_mib,
            "seconds": round(time.monotonic() - started, 1)}  # fmt: skip


def ended(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """Wait for a process; return its code, and the memory in MiB of the largest among it and those it waited for."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss >> 10


def wait_for_tasks(worker: subprocess.Popen[bytes]) -> int:
    """Wait until all is examined and read; return how many tasks are left. Copies of recordings may take their time."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - needs django.setup

    until = time.monotonic() + WORK_SECONDS
    waiting = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"], task_path__in=TASKS)
    while (left := waiting.count()) and time.monotonic() < until and worker.poll() is None:
        time.sleep(0.3)
    return left


def run(data: Path, every: int) -> dict[str, Any]:
    """Do all of it in a data folder; return what was found."""
    from django.db import connection  # noqa: PLC0415 - needs django.setup

    from archive.models import Document, Page, Photo  # noqa: PLC0415

    arrived = data / "kelgan"
    expected = lay_out_everything(arrived, every)
    before = {str(path.relative_to(data)) for path in arrived.rglob("*")}
    os.environ["FONDS_OCR_PAGE_SECONDS"] = str(PAGE_SECONDS)
    connection.close()
    worker = subprocess.Popen([sys.executable, "manage.py", "work", "--processes", "1"], stderr=subprocess.DEVNULL)
    try:
        found = {name: ingest(arrived / name) for name in expected}
        left = wait_for_tasks(worker)
    finally:
        worker.terminate()
        _, worker_mib = ended(worker)
    after = {str(path.relative_to(data)) for path in arrived.rglob("*")}
    return {
        "expected": expected,
        "deposits": found,
        "tasks_left": left,
        "states": {model.__name__: _count(model) for model in (Photo, Document, Page)},
        "parked": list(Page.objects.filter(state="parked").values_list("document__original_name", flat=True)),
        "worker_peak_mib": worker_mib,
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
    parser.add_argument("--every", type=int, default=1, help="take only every so many-th file")
    options = parser.parse_args()
    if options.data is None:
        shutil.rmtree(FOLDER / NAME, ignore_errors=True)
    found = run(open_site(NAME, options.data, with_static_files=False), options.every)
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
