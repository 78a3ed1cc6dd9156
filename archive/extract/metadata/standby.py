"""Keep one exiftool waiting for the next file: starting it takes longer than reading a photo.

https://exiftool.org/exiftool_pod.html#stay_open: options come a line each on standard input, ``-execute7`` runs them
and ``{ready7}`` ends the answer. The waiting process has the limits of a single run, is ended after so many files, and
dies with its worker. Whatever is odd about an answer, the caller asks a fresh process instead.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, cast

from archive.extract.children import ENDS_WITH_US
from archive.extract.metadata.limits import ExiftoolLimits, limit_process

FILES_A_PROCESS = 500
_CHUNK_BYTES = 1 << 16


class Odd(Exception):
    """The waiting process gave no whole answer."""


class TooSlow(Exception):
    """The waiting process did not answer in time."""


class Standby:
    """A waiting exiftool of this process; threads take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._key: tuple[str, ExiftoolLimits] | None = None
        self._count = 0

    def ask(self, program: str, options: Sequence[str], path: Path, limits: ExiftoolLimits) -> bytes:
        """Return what exiftool says of one file; raises Odd and TooSlow, the process then gone.

        It is given an open file of this process, never a name that somebody chose.
        """
        with self._lock:
            try:
                process = self._ready(program, limits)
                self._count += 1
                with path.open("rb") as file:
                    name = f"/proc/{os.getpid()}/fd/{file.fileno()}"
                    lines = [*options, name, f"-execute{self._count}", ""]
                    return self._answer(process, "\n".join(lines).encode(), limits)
            except (OSError, ValueError) as error:
                self.close()
                raise Odd(str(error)) from error
            except (Odd, TooSlow):
                self.close()
                raise

    def _ready(self, program: str, limits: ExiftoolLimits) -> subprocess.Popen[bytes]:
        """Return a process that waits; a forked child does not use its parent's."""
        if self._owner != os.getpid():
            self._process = None
        is_spent = self._key != (program, limits) or self._count >= FILES_A_PROCESS
        if self._process is not None and (is_spent or self._process.poll() is not None):
            self.close()
        if self._process is None:
            if shutil.which(ENDS_WITH_US[0]) is None:
                raise Odd("without setpriv a waiting process could outlive its worker")
            self._process = subprocess.Popen(
                [*ENDS_WITH_US, program, "-config", "", "-stay_open", "True", "-@", "-"],
                cwd="/", env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
            )  # fmt: skip
            self._owner, self._key, self._count = os.getpid(), (program, limits), 0
            limit_process(self._process.pid, limits)
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], question: bytes, limits: ExiftoolLimits) -> bytes:
        until = time.monotonic() + limits.seconds(1)
        source, sink = cast(IO[bytes], process.stdout), cast(IO[bytes], process.stdin)
        sink.write(question)
        mark = f"{{ready{self._count}}}".encode()
        answer = b""
        while not answer.rstrip().endswith(mark):
            left = until - time.monotonic()
            if left <= 0 or not select.select([source], [], [], left)[0]:
                raise TooSlow
            chunk = os.read(source.fileno(), _CHUNK_BYTES)
            if not chunk or len(answer) > limits.output_bytes:
                raise Odd("the process ended, or says too much")
            answer += chunk
        return answer.rstrip().removesuffix(mark)

    def close(self) -> None:
        """End the waiting process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()


STANDBY = Standby()
