"""Print how fast a film of 4 GB is sent in pieces to the real server, the memory and when it is prepared."""

from __future__ import annotations

import argparse
import base64
import hashlib
import http.client
import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from bench.figures import report
from bench.page_users import free_port, wait_for_port
from bench.photos import memory_mib, peaks
from bench.site_at_size import open_site

NAME = "upload"
MEBIBYTE = 1 << 20
SAMPLE_SECONDS = 0.5
PREPARED_WITHIN_S = 1800


def make_film_of(path: Path, size_bytes: int) -> None:
    """Write a short film, filled up to a size with an empty box (ISO 14496-12, `free`) that takes no room here."""
    from archive.specimens.recordings import make_film  # noqa: PLC0415 - needs no site, but ffmpeg

    make_film(path, 4.0)
    short = path.stat().st_size
    with path.open("r+b") as film:
        film.seek(short)
        film.write((1).to_bytes(4) + b"free" + (size_bytes - short).to_bytes(8))
        film.truncate(size_bytes)


@dataclass
class Sender:
    """A person's browser: a session, its token, and one connection."""

    port: int
    session: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24)[:32].replace("-", "a").replace("_", "b"))

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)

    def call(self, method: str, address: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        """Make one request; end the run when it is refused."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named |= {"Cookie": f"sessionid={self.session}; csrftoken={self.token}", "X-CSRFToken": self.token}
        named |= {"Tus-Resumable": "1.0.0", "Host": f"127.0.0.1:{self.port}"}
        self.line.request(method, address, body, named)
        answer = self.line.getresponse()
        if answer.status >= 300:
            raise SystemExit(f"{method} {address} answered {answer.status}: {answer.read().decode()[:300]}")
        return answer

    def open_deposit(self) -> str:
        """Open a deposit; return its uid."""
        body = f"access=staff&visit={uuid4()}".encode()
        form = {"Content_Type": "application/x-www-form-urlencoded", "X_Fonds_Open": "1"}
        return str(json.loads(self.call("POST", "/admin/deposit/", body, **form).read())["deposit"])

    def send(self, path: Path, piece_bytes: int, *, summed: bool) -> int:
        """Send a file in pieces; return the key of its row."""
        size = path.stat().st_size
        words = {"deposit": self.open_deposit(), "path": path.name, "key": path.name}
        coded = ",".join(f"{name} {base64.b64encode(word.encode()).decode()}" for name, word in words.items())
        made = self.call("POST", "/admin/deposit/uploads/", Upload_Length=str(size), Upload_Metadata=coded)
        made.read()
        address, key = made.headers["Location"], int(made.headers["Fonds-File"])
        kind = {"Content_Type": "application/offset+octet-stream"}
        with path.open("rb") as film:
            offset = 0
            while piece := film.read(piece_bytes):
                if summed:
                    kind["Upload_Checksum"] = f"sha256 {base64.b64encode(hashlib.sha256(piece).digest()).decode()}"
                self.call("PATCH", address, piece, Upload_Offset=str(offset), **kind).read()
                offset += len(piece)
        return key


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=4096, help="size of the film")
    parser.add_argument("--piece", type=int, default=16, help="megabytes of a piece")
    options = parser.parse_args()
    folder = open_site(NAME, with_static_files=False)
    port = free_port()
    environment = {**os.environ, "FONDS_DATA": str(folder), "FONDS_PORT": str(port)}
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:config.server", "config.wsgi"]
    running: list[subprocess.Popen[bytes]] = []
    try:
        running.append(subprocess.Popen(gunicorn, env=environment))
        wait_for_port(port)
        sender = Sender(port, _session())
        film = folder / "film.mp4"
        make_film_of(film, options.mb * MEBIBYTE)
        key = _time_sending(sender, film, options.piece, running[0].pid)
        film.unlink()
        running.append(subprocess.Popen([sys.executable, "manage.py", "work"], env=environment))
        _time_preparing(key, running[1].pid)
    finally:
        for process in running:
            process.terminate()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _session() -> str:
    from django.test import Client  # noqa: PLC0415 - needs django.setup

    from catalog.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.create_superuser("bench", password=secrets.token_hex()))
    return client.cookies["sessionid"].value


def _time_sending(sender: Sender, film: Path, piece_mb: int, server: int) -> int:
    """Send the film, watch the server meanwhile, print both; return the key of its row."""
    samples: list[float] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(SAMPLE_SECONDS):
            samples.append(memory_mib(server))

    watcher = threading.Thread(target=watch)
    before = memory_mib(server)
    watcher.start()
    started = time.perf_counter()
    try:
        key = sender.send(film, piece_mb * MEBIBYTE, summed=True)
    finally:
        done.set()
        watcher.join()
    taken = time.perf_counter() - started
    size_mb = film.stat().st_size / MEBIBYTE
    report(f"{size_mb:.0f} MB in pieces of {piece_mb} MB, with checksums", f"{size_mb / taken:8.1f} MB/s")
    report("memory of the largest server process before", f"{before:8.0f} MiB")
    report("the same while receiving, by quarters", f"{peaks(samples)} MiB")
    return key


def _time_preparing(key: int, worker: int) -> None:
    """Wait until the film is taken in and its copies are made; print when, and the memory of the worker."""
    from archive.models import Recording  # noqa: PLC0415 - needs django.setup
    from catalog.models import DepositFile  # noqa: PLC0415

    started = time.perf_counter()
    taken_in = 0.0
    samples: list[float] = []
    while time.perf_counter() - started < PREPARED_WITHIN_S:
        time.sleep(SAMPLE_SECONDS)
        samples.append(memory_mib(worker))
        row = DepositFile.objects.get(pk=key)
        if row.outcome == "refused":
            raise SystemExit(f"The film was refused: {row.reason}")
        if row.asset_id and not taken_in:
            taken_in = time.perf_counter() - started
            report("taken in, the worker's start included, after", f"{taken_in:8.1f} s")
        if taken_in and Recording.objects.get(pk=row.asset_id).state in {"ready", "failed"}:
            break
    state = Recording.objects.get(pk=row.asset_id).state if row.asset_id else row.outcome
    report(f"prepared ({state}) after", f"{time.perf_counter() - started:8.1f} s")
    report("memory of the largest worker process, by quarters", f"{peaks(samples)} MiB")


if __name__ == "__main__":
    main()
