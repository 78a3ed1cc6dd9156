"""Kill ingest and worker with signal 9 at random moments of many deposits, then look for anything lost or doubled."""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import shutil
import signal
import sys
import tarfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.site_at_size import FOLDER, open_site

NAME = "kill-soak"
DUPLICATE_EVERY, BROKEN_EVERY, PACKED_EVERY = 11, 17, 5
ROUND_SECONDS = 300


def make_folder(folder: Path, count: int, seed: int) -> dict[str, bytes]:
    """Write small pictures, some twice, some broken, some in archives; return the good contents by checksum."""
    from hashlib import sha256  # noqa: PLC0415

    rng = random.Random(seed)
    folder.mkdir(parents=True)
    good: dict[str, bytes] = {}
    packed: list[tuple[str, bytes]] = []
    for number in range(count):
        content = picture(rng)
        if number % BROKEN_EVERY == BROKEN_EVERY - 1:
            (folder / f"{number}.jpg").write_bytes(content[: len(content) // 2])
            continue
        good[sha256(content).hexdigest()] = content
        if number % PACKED_EVERY == 0:
            packed.append((f"ichida/{number}.jpg", content))
        else:
            (folder / f"{number}.jpg").write_bytes(content)
        if number % DUPLICATE_EVERY == 0:
            (folder / f"{number} yana.jpg").write_bytes(content)
    with zipfile.ZipFile(folder / "arxiv.zip", "w") as zipped:
        for name, content in packed[::2]:
            zipped.writestr(name, content)
    with tarfile.open(folder / "arxiv.tar.gz", "w:gz") as tarred:
        for name, content in packed[1::2]:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tarred.addfile(info, io.BytesIO(content))
    return good


def rows_of(files: int) -> int:
    """Return how many files a deposit of such a folder has: each, and again those that lie there twice."""
    return files + sum(1 for each in range(0, files, DUPLICATE_EVERY) if each % BROKEN_EVERY != BROKEN_EVERY - 1)


def picture(rng: random.Random) -> bytes:
    """Return a small JPEG that is a photograph by its colors."""
    from PIL import Image  # noqa: PLC0415

    image = Image.frombytes("RGB", (24, 18), rng.randbytes(24 * 18 * 3)).resize((96, 72))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


class Victim:
    """A process that is killed and started again: forked from this one, which has everything loaded."""

    def __init__(self, name: str, run: Callable[[], None]) -> None:
        self.name, self.run = name, run
        self.pid: int | None = None
        self.is_done = False

    def start(self) -> None:
        from django.db import connections  # noqa: PLC0415 - needs django.setup

        connections.close_all()
        self.pid = os.fork()
        if self.pid:
            return
        code = 1
        try:
            # The child's own output is of no interest; its complaints are.
            sys.stdout = io.StringIO()
            self.run()
            code = 0
        finally:
            if code:
                traceback.print_exc()
            sys.stderr.flush()
            os._exit(code)

    def kill(self) -> bool:
        """Kill it if it still runs; say whether a kill hit."""
        if self.pid is None:
            return False
        ended, status = os.waitpid(self.pid, os.WNOHANG)
        if not ended:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.pid = None
        self.is_done = bool(ended) and os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
        return not ended


def ingest(deposit_id: int) -> None:
    """Go on with a deposit as the command does."""
    from django.core.management import call_command  # noqa: PLC0415

    call_command("ingest", resume=deposit_id, json=True, stderr=io.StringIO())


def work(*, until_empty: bool = False) -> None:
    """Do what the supervisor does at a beat, then run tasks as a worker process does."""
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415

    from archive.operations.requeue_tasks import requeue_tasks  # noqa: PLC0415
    from archive.signals import work_missed  # noqa: PLC0415

    mine = f"soak-{os.getpid()}"
    # There is one worker at a time: whatever another had is left over.
    requeue_tasks(is_dead=lambda worker: worker != mine)
    work_missed.send(sender=Victim, living=set())
    Worker(
        queue_names=["*"], interval=0.05, batch=until_empty, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=mine, excluded_queue_names=[],
    ).run()  # fmt: skip


@dataclass
class Fire:
    """How many kills are wanted, how long a victim lives at most, and whom they have hit."""

    kills: int
    longest_life: float
    rng: random.Random
    hits: Counter[str] = field(default_factory=Counter)

    @property
    def is_wanted(self) -> bool:
        """Say whether there are to be more."""
        return self.hits.total() < self.kills


def run_round(folder: Path, fire: Fire, *, is_undone: bool) -> None:
    """Take a folder in under fire, and undo it under fire."""
    from archive.ingest.types import Kind  # noqa: PLC0415
    from catalog.choices import UndoScope  # noqa: PLC0415
    from catalog.operations.deposits.ask_to_undo import ask_to_undo  # noqa: PLC0415
    from catalog.operations.deposits.open_deposit import open_deposit  # noqa: PLC0415
    from catalog.operations.ingest_file import IngestOrder  # noqa: PLC0415

    deposit = open_deposit(paths=[folder], order=IngestOrder(access="public", kind=Kind.PHOTO), runner="soak:0:0")
    command = Victim("ingest", lambda: ingest(deposit.pk))
    _fire([command, Victim("worker", work)], fire, lambda: command.is_done)
    if is_undone:
        settle(deposit.pk)
        deposit.refresh_from_db()
        ask_to_undo(deposit=deposit, scope=UndoScope.WHOLE, user=None)
        _fire([Victim("undo", work)], fire, lambda: state_of(deposit.pk) != "undoing")
    settle(deposit.pk)


def state_of(deposit_id: int) -> str:
    from catalog.models import Deposit  # noqa: PLC0415

    return str(Deposit.objects.values_list("state", flat=True).get(pk=deposit_id))


def _fire(victims: list[Victim], fire: Fire, is_over: Callable[[], bool]) -> None:
    """Kill one of the victims after another, and start it again, until it is over or enough kills have hit."""
    until = time.monotonic() + ROUND_SECONDS
    for victim in victims:
        victim.start()
    while not is_over() and fire.is_wanted and time.monotonic() < until:
        time.sleep(fire.rng.uniform(0.005, fire.longest_life))
        victim = fire.rng.choice(victims)
        if victim.is_done:
            continue
        fire.hits[victim.name] += victim.kill()
        if not victim.is_done:
            victim.start()
    for victim in victims:
        victim.kill()


def settle(deposit_id: int) -> None:
    """Let a deposit and its tasks end in peace, and try again what was given up for too many deaths."""
    from django.utils import timezone  # noqa: PLC0415

    from archive.choices import AssetState  # noqa: PLC0415
    from archive.models import Photo  # noqa: PLC0415
    from archive.operations.read_again import read_again  # noqa: PLC0415
    from catalog.models import Deposit  # noqa: PLC0415
    from catalog.operations.deposits.change_course import retry_files  # noqa: PLC0415
    from catalog.operations.deposits.reclaim_files import PATIENCE  # noqa: PLC0415

    def finish() -> None:
        if state_of(deposit_id) in {"listing", "working"}:
            ingest(deposit_id)
        # A task whose processes died too often was given up; its deposit is taken up again when minutes have passed.
        Deposit.objects.filter(pk=deposit_id, state="undoing").update(worked_at=timezone.now() - 2 * PATIENCE)
        work(until_empty=True)
        deposit = Deposit.objects.get(pk=deposit_id)
        lost = [row.pk for row in deposit.files.filter(outcome="refused") if row.reason.code == "process_lost"]
        if lost:
            retry_files(deposit=deposit, only=lost)
        for photo in Photo.objects.filter(state=AssetState.FAILED):
            read_again(kind="photo", asset_id=photo.pk)
        work(until_empty=True)

    in_peace(finish)


def in_peace(run: Callable[[], None]) -> None:
    """Run something to its end in a process of its own: this one must stay fit to be forked."""
    victim = Victim("peace", run)
    victim.start()
    if victim.pid is not None and os.waitpid(victim.pid, 0)[1]:
        raise SystemExit("The work that was left could not be finished in peace.")


def build_index() -> None:
    """Make the index there is to be kept in step."""
    from search.indices import open_indices  # noqa: PLC0415
    from search.operations.build_index import rebuild_index  # noqa: PLC0415

    engines = open_indices(is_kept_open=True)
    rebuild_index(engines)
    engines.close()


def find_faults(data: Path, kept: dict[str, bytes], rows: dict[int, int]) -> list[str]:
    """Return everything that is lost, doubled, left over or out of step; ``rows`` are the files of each deposit."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from catalog.models import Deposit, DepositFile  # noqa: PLC0415

    faults = []
    for deposit in Deposit.objects.filter(pk__in=rows):
        count = deposit.files.exclude(outcome="unpacked").count()
        if count != rows[deposit.pk]:
            faults.append(f"deposit {deposit.pk} has {count} files, not {rows[deposit.pk]}")
        if deposit.state not in {"ended", "undone"} or deposit.problem:
            faults.append(f"deposit {deposit.pk} is {deposit.state}, and says {deposit.problem.code or 'nothing'}")
    faults += [f"{row} is {row.outcome}" for row in DepositFile.objects.filter(outcome__in=["waiting", "working"])]
    faults += [f"{row} keeps a claim" for row in DepositFile.objects.exclude(claimed_by="")]
    faults += [f"{row} was not examined" for row in DBTaskResult.objects.filter(status__in=["READY", "RUNNING"])]
    return [*faults, *_record_faults(kept), *_file_faults(data), *_index_faults()]


def _record_faults(kept: dict[str, bytes]) -> list[str]:
    from archive.models import Photo  # noqa: PLC0415
    from catalog.models import DepositFile, Record, RecordAsset  # noqa: PLC0415

    held = Counter(Photo.objects.values_list("sha256", flat=True))
    faults = [f"content {sha} is held {count} times" for sha, count in held.items() if count > 1]
    faults += [f"content {sha} is lost" for sha in kept if sha not in held]
    faults += [f"content {sha} should be gone" for sha in held if sha not in kept]
    faults += [f"photo {photo.pk} is {photo.state}" for photo in Photo.objects.exclude(state="ready")]
    shown = Counter(RecordAsset.objects.values_list("photo_id", flat=True))
    faults += [f"photo {pk} has {count} records" for pk, count in shown.items() if count != 1]
    faults += [f"photo {photo.pk} has no record" for photo in Photo.objects.exclude(pk__in=list(shown))]
    faults += [f"{record} has no asset" for record in Record.objects.filter(record_assets=None)]
    rows = DepositFile.objects.filter(outcome="ingested").values_list("asset_id", "record__record_assets__photo_id")
    faults += [f"photo {asset} is told of another record" for asset, photo in rows if asset != photo]
    if len(rows) != sum(held.values()):
        faults.append(f"{len(rows)} files are said to be taken in, {sum(held.values())} are held")
    return faults


def _file_faults(data: Path) -> list[str]:
    from archive.models import Photo, PhotoRendition  # noqa: PLC0415

    named = {*Photo.objects.values_list("file", flat=True), *PhotoRendition.objects.values_list("file", flat=True)}
    stored = {str(path.relative_to(data / "files")) for path in (data / "files").rglob("*") if path.is_file()}
    faults = [f"{name} belongs to nothing" for name in sorted(stored - named)]
    faults += [f"{name} is missing" for name in sorted(named - stored)]
    return faults + [f"{path} was left behind" for path in (data / "uploads").rglob("*") if path.is_file()]


def _index_faults() -> list[str]:
    from django.core.management import call_command  # noqa: PLC0415

    from search.indices import open_indices  # noqa: PLC0415
    from search.operations.sweep_index import sweep_index  # noqa: PLC0415

    call_command("index", "drain", stdout=io.StringIO())
    engines = open_indices(is_kept_open=True)
    try:
        differences = sweep_index(engines, repair=False).differences
    finally:
        engines.close()
    return [f"the index differs from the database in {differences} places"] if differences else []


def soak(data: Path, fire: Fire, files: int, seed: int) -> dict[str, Any]:
    """Run rounds until so many kills have hit; every third deposit is undone again."""
    from catalog.models import Deposit  # noqa: PLC0415
    from catalog.operations.deposits import reclaim_files  # noqa: PLC0415

    reclaim_files.PATIENCE = timedelta(seconds=1)
    in_peace(build_index)
    kept: dict[str, bytes] = {}
    rows: dict[int, int] = {}
    started, number = time.monotonic(), 0
    while fire.is_wanted:
        folder = data / "soak" / f"{seed}-{number}"
        good = make_folder(folder, files, seed * 10_000 + number)
        is_undone = number % 3 == 1
        run_round(folder, fire, is_undone=is_undone)
        deposit = Deposit.objects.order_by("-pk")[0]
        rows[deposit.pk] = rows_of(files)
        kept |= {} if is_undone else good
        number += 1
        sys.stderr.write(f"round {number}: {fire.hits.total()} kills\n")
    return figures(fire.hits, rows, started, find_faults(data, kept, rows))


def figures(hits: Counter[str], rows: dict[int, int], started: float, faults: list[str]) -> dict[str, Any]:
    """Return what a soak prints: whom it hit, what was taken in, and the first faults."""
    return {
        "kills": dict(hits),
        "deposits": len(rows),
        "files": sum(rows.values()),
        "seconds": round(time.monotonic() - started),
        "faults": faults[:50],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--files", type=int, default=150, help="files of each deposit")
    parser.add_argument("--longest-life", type=float, default=1.0, help="seconds until a kill, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, help="an empty folder to work in; default: one of its own, made anew")
    options = parser.parse_args()
    if options.data is None:
        shutil.rmtree(FOLDER / NAME, ignore_errors=True)
    data = open_site(NAME, options.data, with_static_files=False)
    fire = Fire(options.kills, options.longest_life, random.Random(options.seed))
    found = soak(data, fire, options.files, options.seed)
    print(json.dumps(found, ensure_ascii=False))
    raise SystemExit(1 if found["faults"] else 0)


if __name__ == "__main__":
    main()
