"""Print how fast small photographs are taken in, examined and findable, and the memory it takes (goal: 20 files/s)."""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from bench.figures import report
from bench.held_photos import hold_photos
from bench.worked_site import empty_site, environment_of, start_worker

NAME = "photos"
SAMPLE_SECONDS = 1.0
QUARTERS = 4


def make_photos(folder: Path, count: int) -> None:
    """Write so many small photographs, each of other colors, with a title and a date in their metadata."""
    from io import BytesIO  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    folder.mkdir(parents=True)
    rng = random.Random(1)
    for number in range(count):
        exif = Image.Exif()
        exif[0x010E], exif[0x0132] = f"Termiz surati {number}", "1999:05:17 10:00:00"
        image = Image.frombytes("RGB", (32, 24), rng.randbytes(32 * 24 * 3)).resize((640, 480))
        out = BytesIO()
        image.save(out, "JPEG", quality=75, exif=exif)
        place = folder / f"{number // 500:03d}"
        place.mkdir(exist_ok=True)
        (place / f"surat {number}.jpg").write_bytes(out.getvalue())


def memory_mib(pid: int) -> float:
    """Return the resident memory of a process and those below it, the largest of them."""
    from archive.work.processes import descendants  # noqa: PLC0415

    return max(_resident(one) for one in [pid, *descendants(pid)])


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def processor_seconds_of(process: subprocess.Popen[bytes]) -> float:
    """Wait for a process; return the processor seconds of it and of all it waited for."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def peaks(samples: list[float]) -> str:
    """Return the highest memory of each quarter of the time."""
    size = max(1, len(samples) // QUARTERS)
    return " → ".join(f"{max(samples[at : at + size]):.0f}" for at in range(0, size * QUARTERS, size) if samples[at:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    cores = os.cpu_count() or 1
    parser.add_argument("--processes", type=int, default=cores, help="processes of the worker, beside the ingest")
    parser.add_argument("--held", type=int, default=0, help="photos that the site holds already, to see what they cost")
    options = parser.parse_args()
    data = empty_site(NAME)
    hold_photos(options.held)
    make_photos(data / "photos", options.files)
    worker = start_worker(data, options.processes)
    started = time.perf_counter()
    ingest = subprocess.Popen(
        [sys.executable, "manage.py", "ingest", str(data / "photos"), "--access=public", "--kind=photo", "--json"],
        env=environment_of(data), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    samples: dict[str, list[float]] = {"ingest": [], "worker": []}
    taken_in = findable = used = 0.0
    try:
        while not findable:
            time.sleep(SAMPLE_SECONDS)
            samples["worker"].append(memory_mib(worker.pid))
            if not taken_in and os.waitid(os.P_PID, ingest.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                samples["ingest"].append(memory_mib(ingest.pid))
                continue
            if not taken_in:
                taken_in = time.perf_counter() - started
                used = processor_seconds_of(ingest)
            if worker.poll() is not None or ingest.returncode:
                raise SystemExit("The ingest or the worker ended before its time.")
            findable = time.perf_counter() - started if _is_settled() else 0.0
    finally:
        worker.terminate()
        used += processor_seconds_of(worker)
    report("taken in", f"{options.files / taken_in:8.1f} files/s")
    report("taken in, examined and findable", f"{options.files / findable:8.1f} files/s")
    report("the same on two cores that do nothing else", f"{2 * options.files / used:8.1f} files/s")
    for name, values in samples.items():
        report(f"memory of the largest process of the {name}, by quarters", f"{peaks(values)} MiB")


def _is_settled() -> bool:
    """Say whether every photo is ready and no change waits for the index."""
    from archive.models import Photo  # noqa: PLC0415 - needs django.setup
    from search.models import OutboxEntry  # noqa: PLC0415

    return not Photo.objects.exclude(state="ready").exists() and not OutboxEntry.objects.exists()


if __name__ == "__main__":
    main()
