"""Run ffmpeg and ffprobe as limited processes that read one file and nothing else.

No shell; standard input is empty; the address space is limited by prlimit(1); the only protocols are files and pipes;
and only demuxers that read a single file are allowed, so that a playlist (HLS, DASH, concat) cannot name others.
"""

from __future__ import annotations

import os
import selectors
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.extract.av.errors import AvProgramMissing, RecordingStuck, RecordingUnreadable
from archive.extract.children import ENDS_WITH_US
from archive.extract.errors import gettext_noop

CONTAINERS = "mov,matroska,ogg,mp3,wav,w64,flac,aac,avi,mpeg,mpegts,asf,aiff,amr,flv,dv,au,caf"
"""Names of ffmpeg's demuxers that may be used; each reads one file."""
_TAIL_BYTES = 4_000
_CHUNK_BYTES = 1 << 16
_TICK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class AvLimits:
    """What the programs may take: seconds, bytes of address space, threads."""

    ffmpeg: str = "ffmpeg"
    ffprobe: str = "ffprobe"
    probe_seconds: float = 60
    stall_seconds: float = 300
    """A conversion that says nothing for so long is given up."""
    convert_seconds: float = 6 * 3600
    memory_bytes: int = 2 << 30
    threads: int = 1


def input_of(path: Path) -> list[str]:
    """Return the options with which either program opens a file, and nothing but that file."""
    return ["-protocol_whitelist", "file,pipe", "-format_whitelist", CONTAINERS, "-i", f"file:{path}"]


def run(
    program: str,
    arguments: Sequence[str],
    on_output: Callable[[bytes], None],
    *,
    limits: AvLimits,
    seconds: float,
) -> None:
    """Run a program, hand its output on as it comes, and wait for its end.

    Raises ``AvProgramMissing``; ``RecordingStuck`` after ``seconds`` or ``limits.stall_seconds`` without output;
    ``RecordingUnreadable`` with the program's last words where it fails. What ``on_output`` raises ends the program.
    """
    limiting = ["prlimit", f"--as={limits.memory_bytes}", "--core=0", "--"]
    command = [*ENDS_WITH_US, *limiting, _found(program), *arguments]
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        try:
            said = _follow(process, on_output, limits, seconds)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        if b"not on whitelist" in said:
            raise RecordingUnreadable(_OTHER_FILES)
        raise RecordingUnreadable(_FAILED, detail=_last_words(said) or f"exit {process.returncode}")


_FAILED = gettext_noop("This recording cannot be read: %(detail)s")
_OTHER_FILES = gettext_noop("This is a playlist or of a kind that is not taken; send the recording itself.")
_STUCK = gettext_noop("Work on this recording was given up after %(seconds)s seconds; it may be damaged.")
_MISSING = gettext_noop("The program %(program)s is not installed; install the Debian package %(package)s.")


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise AvProgramMissing(_MISSING, program=program, package="ffmpeg")
    return path


def _follow(
    process: subprocess.Popen[bytes], on_output: Callable[[bytes], None], limits: AvLimits, seconds: float
) -> bytes:
    """Read both outputs until they end; return the end of what was said on the second."""
    said = b""
    ends_at = time.monotonic() + seconds
    stalls_at = time.monotonic() + limits.stall_seconds
    assert process.stdout is not None  # noqa: S101 - for the type checker
    assert process.stderr is not None  # noqa: S101
    with selectors.DefaultSelector() as selector:
        for stream in (process.stdout, process.stderr):
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map():
            now = time.monotonic()
            if now > ends_at or now > stalls_at:
                raise RecordingStuck(_STUCK, seconds=f"{seconds if now > ends_at else limits.stall_seconds:g}")
            for key, _ in selector.select(_TICK_SECONDS):
                chunk = os.read(key.fd, _CHUNK_BYTES)
                if not chunk:
                    selector.unregister(key.fileobj)
                elif key.fileobj is process.stdout:
                    stalls_at = time.monotonic() + limits.stall_seconds
                    on_output(chunk)
                else:
                    said = (said + chunk)[-_TAIL_BYTES:]
    process.wait(timeout=limits.stall_seconds)
    return said


def _last_words(said: bytes) -> str:
    """Return the program's last line without addresses and our own paths."""
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    if not lines:
        return ""
    # Either "[mov,mp4 @ 0x55…] moov atom not found", or the input's name, a colon and what is wrong with it.
    last = next((line for line in lines if line.startswith("[")), lines[-1])
    last = last.rpartition("] ")[2]
    return (last.rpartition(": ")[2] if "file:/" in last else last)[:200]
