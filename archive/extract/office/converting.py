"""Run LibreOffice as a limited process of its own that makes a PDF of one file and nothing else.

No shell, no network where the system lets a process be without one, no macros, no links followed, a profile of its own
for every run, limits of time, memory, processor and file size; it is killed with all that it has started.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.extract.errors import gettext_noop
from archive.extract.office.errors import OfficeProgramMissing, OfficeStuck, OfficeUnreadable
from archive.extract.office.profile import write_profile

PACKAGES = "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui"
_MISSING = gettext_noop("The program %(program)s is not installed; install the Debian package %(package)s.")
_STUCK = gettext_noop("LibreOffice was stopped after %(seconds)s seconds; this file is too large or damaged.")
_UNREADABLE = gettext_noop(
    "LibreOffice can make no pages of this file; it is damaged. Open it, save it anew, deposit that."
)
_PROFILE_IS_NEW = 81
"""LibreOffice ends so when it has set up a profile, and wants to be started again."""
_STARTS = 3
_POLL_SECONDS = 0.1
_ISOLATED = ("unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child")


@dataclass(frozen=True, slots=True)
class OfficeLimits:
    """What a conversion may take: seconds, bytes of address space, bytes of the copy."""

    program: str = "soffice"
    seconds: float = 300
    memory_bytes: int = 4 << 30
    copy_bytes: int = 2 << 30


def convert_to_pdf(path: Path, extension: str, folder: Path, limits: OfficeLimits) -> Path:
    """Return a PDF of a file, made in an empty ``folder`` of this run, where a copy of the file is read.

    Raises OfficeProgramMissing, OfficeStuck, OfficeUnreadable.
    """
    program = _found(limits)
    source, made = folder / f"document{extension}", folder / "made" / "document.pdf"
    shutil.copyfile(path, source)
    write_profile(folder / "profile")
    command = [
        *_limiting(limits), *_isolating(), program, f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck", "--nofirststartwizard",
        "--convert-to", "pdf", "--outdir", str(made.parent), str(source),
    ]  # fmt: skip
    ends_at = time.monotonic() + limits.seconds
    for _ in range(_STARTS):
        status = _run(command, folder, ends_at, limits)
        if status != _PROFILE_IS_NEW:
            break
    if not made.is_file() or not made.stat().st_size:
        raise OfficeUnreadable(_UNREADABLE)
    return made


def _found(limits: OfficeLimits) -> str:
    """Return the program itself: ``soffice`` is a script that starts it."""
    script = shutil.which(limits.program)
    if script is None:
        raise OfficeProgramMissing(_MISSING, program=limits.program, package=PACKAGES)
    real = Path(script).resolve().with_name("soffice.bin")
    return str(real) if real.is_file() else script


def _limiting(limits: OfficeLimits) -> list[str]:
    return [
        "prlimit", f"--as={limits.memory_bytes}", "--core=0", f"--fsize={limits.copy_bytes}",
        f"--cpu={int(limits.seconds) + 10}", "--",
    ]  # fmt: skip


@lru_cache(maxsize=1)
def _isolating() -> tuple[str, ...]:
    """Return the command that takes the network away and ties all processes together, where the system allows it."""
    if shutil.which(_ISOLATED[0]) is None:
        return ()
    try:
        tried = subprocess.run([*_ISOLATED, "true"], capture_output=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return (*_ISOLATED, "--") if tried.returncode == 0 else ()


def _run(command: list[str], folder: Path, ends_at: float, limits: OfficeLimits) -> int:
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": str(folder),
        "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp", "SAL_DISABLE_OPENCL": "1", "OMP_NUM_THREADS": "1",
        # Nothing it starts may leave by a proxy either.
        "no_proxy": "*",
    }  # fmt: skip
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        while process.poll() is None:
            if time.monotonic() > ends_at:
                raise OfficeStuck(_STUCK, seconds=f"{limits.seconds:g}")
            with suppress(subprocess.TimeoutExpired):
                process.wait(_POLL_SECONDS)
        return process.returncode
    finally:
        # The group outlives its first process where that has fallen: nothing of it may stay.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
