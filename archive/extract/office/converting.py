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

from archive.extract.children import ENDS_WITH_US
from archive.extract.errors import gettext_noop
from archive.extract.office.errors import OfficeProgramMissing, OfficeStuck, OfficeUnreadable
from archive.extract.office.profile import write_profile
from archive.extract.office.sheets import SHEET_ENDINGS, give_room

PACKAGES = "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui"
_MISSING = gettext_noop("The program %(program)s is not installed; install the Debian package %(package)s.")
_STUCK = gettext_noop("LibreOffice was stopped after %(seconds)s seconds; this file is too large or damaged.")
_UNREADABLE = gettext_noop(
    "LibreOffice can make no pages of this file; it is damaged. Open it, save it anew, deposit that."
)
_PROFILE_IS_NEW = 81
"""LibreOffice ends so when it has set up a profile, and wants to be started again."""
_STARTS = 3
_PARTS = {"writer": "libswlo.so", "calc": "libsclo.so", "impress": "libsdlo.so"}
_SLIDE_ENDINGS = frozenset({".pptx", ".ppsx", ".pptm", ".odp", ".ppt"})
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
    program = _found(limits, extension)
    source = folder / f"document{extension}"
    shutil.copyfile(path, source)
    write_profile(folder / "profile")
    run = _Run(program, folder, time.monotonic() + limits.seconds, limits)
    if extension in SHEET_ENDINGS and (flat := _converted(run, source, "fods")) is not None:
        give_room(flat)
        source = flat
    made = _converted(run, source, "pdf")
    if made is None:
        raise OfficeUnreadable(_UNREADABLE)
    return made


@dataclass(frozen=True, slots=True)
class _Run:
    """One conversion: the program, its folder with the profile, and when it must be over."""

    program: str
    folder: Path
    ends_at: float
    limits: OfficeLimits


def _converted(run: _Run, source: Path, form: str) -> Path | None:
    """Return the file in another form, None where LibreOffice makes none."""
    made = run.folder / form / f"document.{form}"
    command = [
        *_limiting(run.limits), *_isolating(), run.program,
        f"-env:UserInstallation={(run.folder / 'profile').as_uri()}",
        "--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck", "--nofirststartwizard",
        "--convert-to", form, "--outdir", str(made.parent), str(source),
    ]  # fmt: skip
    for _ in range(_STARTS):
        if _ended(command, run) != _PROFILE_IS_NEW:
            break
    return made if made.is_file() and made.stat().st_size else None


def missing_parts(program: str = "soffice") -> dict[str, str]:
    """Return what of LibreOffice is not installed ("soffice", "soffice:calc"), each with its Debian package."""
    script = shutil.which(program)
    if script is None:
        return {program: PACKAGES}
    folder = Path(script).resolve().parent
    if not (folder / "soffice.bin").is_file():
        return {}  # not laid out as Debian does it; it says itself what it cannot do
    return {
        f"{program}:{part}": f"libreoffice-{part}-nogui"
        for part, library in _PARTS.items()
        if not (folder / library).is_file()
    }


def _found(limits: OfficeLimits, extension: str) -> str:
    """Return the program itself: ``soffice`` is a script that starts it."""
    lacking = missing_parts(limits.program)
    for name in (limits.program, f"{limits.program}:{_part_for(extension)}"):
        if name in lacking:
            raise OfficeProgramMissing(_MISSING, program=name, package=lacking[name])
    script = Path(shutil.which(limits.program) or limits.program)
    real = script.resolve().with_name("soffice.bin")
    return str(real if real.is_file() else script)


def _part_for(extension: str) -> str:
    if extension in SHEET_ENDINGS:
        return "calc"
    return "impress" if extension in _SLIDE_ENDINGS else "writer"


def _limiting(limits: OfficeLimits) -> list[str]:
    return [
        *ENDS_WITH_US, "prlimit", f"--as={limits.memory_bytes}", "--core=0", f"--fsize={limits.copy_bytes}",
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


def _ended(command: list[str], run: _Run) -> int:
    """Run LibreOffice to its end and return its status; raises OfficeStuck."""
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
        "HOME": str(run.folder), "TMPDIR": str(run.folder),
        "SAL_USE_VCLPLUGIN": "svp", "SAL_DISABLE_OPENCL": "1", "OMP_NUM_THREADS": "1",
        # Nothing it starts may leave by a proxy either.
        "no_proxy": "*",
    }  # fmt: skip
    process = subprocess.Popen(
        command, cwd=run.folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        while process.poll() is None:
            if time.monotonic() > run.ends_at:
                raise OfficeStuck(_STUCK, seconds=f"{run.limits.seconds:g}")
            with suppress(subprocess.TimeoutExpired):
                process.wait(_POLL_SECONDS)
        return process.returncode
    finally:
        # The group outlives its first process where that has fallen: nothing of it may stay.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
