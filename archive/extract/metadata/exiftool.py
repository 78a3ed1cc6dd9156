"""Run exiftool on a few files at once, within limits of time, memory and output.

exiftool is a separate program (Debian package libimage-exiftool-perl); its options are at
https://exiftool.org/exiftool_pod.html. A single file is read by a process that waits for it (``standby``).
It is never given a file's own name: the files are linked under numbers in a temporary folder, so a name
that looks like an option, holds a line break or is not UTF-8 can do no harm and every answer finds its file.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from archive.extract.metadata.errors import ExiftoolMissing, MetadataTimeout, MetadataUnreadable
from archive.extract.metadata.limits import ExiftoolLimits, limit_process
from archive.extract.metadata.standby import STANDBY, Odd, TooSlow

Tags = Mapping[str, object]

_OPTIONS = (
    "-json", "-struct", "-G1", "-n", "-q", "-q", "-m",
    "-charset", "utf8", "-charset", "filename=utf8",
    # Without a declared character set the bytes are asked for as Windows-1252, which keeps every
    # byte apart; `charset` then decides what they really are.
    "-charset", "iptc=latin", "-charset", "exif=latin",
)  # fmt: skip
_TAGS = (
    "-File:all", "-IFD0:all", "-ExifIFD:all", "-IPTC:all", "-PNG:all",
    "-XMP-dc:all", "-XMP-iptcCore:all", "-XMP-iptcExt:all", "-XMP-xmpRights:all", "-XMP-cc:all",
    "-XMP-photoshop:Headline", "-XMP-photoshop:Credit", "-XMP-photoshop:Source",
    "-XMP-photoshop:Instructions", "-XMP-photoshop:City", "-XMP-photoshop:State",
    "-XMP-photoshop:Country", "-XMP-photoshop:DateCreated", "-XMP-photoshop:TransmissionReference",
    "-XMP-plus:CopyrightOwner", "-XMP-plus:LicensorURL", "-XMP-exif:DateTimeOriginal",
    "-XMP-tiff:Orientation", "-Composite:GPSLatitude", "-Composite:GPSLongitude",
    "-Composite:GPSAltitude", "-ExifTool:Warning", "-ExifTool:Error",
)  # fmt: skip


def read_tags(paths: Sequence[Path], limits: ExiftoolLimits) -> dict[int, Tags]:
    """Return the tags of each file by its place in ``paths``; all values are text, lists or maps.

    A file exiftool says nothing about is absent. Raises ``ExiftoolMissing``, ``MetadataTimeout``
    and ``MetadataUnreadable`` (the program stopped, or ran out of memory or output).
    """
    program = shutil.which(limits.program)
    if program is None:
        raise ExiftoolMissing
    if len(paths) == 1:
        with contextlib.suppress(Odd):
            return dict(enumerate(_ask_standby(program, paths[0], limits)))
    with tempfile.TemporaryDirectory(prefix="fonds-exiftool-") as name:
        folder = Path(name)
        for number, path in enumerate(paths):
            (folder / str(number)).symlink_to(path.absolute())
        numbers = [str(number) for number in range(len(paths))]
        # -config "" must come first: it keeps exiftool from running a configuration of its user.
        command = [program, "-config", "", *_OPTIONS, *_TAGS, *numbers]
        output = _run(command, folder, limits, limits.seconds(len(paths)))
    return _numbered(output)


def _numbered(output: Sequence[Mapping[str, object]]) -> dict[int, Tags]:
    return {int(str(tags["SourceFile"])): tags for tags in output}


def _ask_standby(program: str, path: Path, limits: ExiftoolLimits) -> list[Mapping[str, object]]:
    """Ask the waiting process about one file; raises Odd where a process of the file's own must tell what is wrong."""
    try:
        answer = STANDBY.ask(program, [*_OPTIONS, *_TAGS], path, limits)
    except TooSlow:
        raise MetadataTimeout(limits.seconds(1)) from None
    try:
        return _parsed(answer, 0, b"")
    except MetadataUnreadable as error:
        raise Odd(str(error)) from error


def _run(command: Sequence[str], folder: Path, limits: ExiftoolLimits, seconds: float) -> list[Mapping[str, object]]:
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command, cwd=folder, env=environment,
            stdin=subprocess.DEVNULL, stdout=output, stderr=complaints,
        )  # fmt: skip
        limit_process(process.pid, limits)
        try:
            status = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise MetadataTimeout(seconds) from None
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        output.seek(0)
        complaints.seek(0)
        return _parsed(output.read(), status, complaints.read(2_000))


def _parsed(output: bytes, status: int, complaints: bytes) -> list[Mapping[str, object]]:
    if status < 0 or (status and not output):
        first_line = complaints.decode("utf-8", "replace").strip().split("\n")[0]
        raise MetadataUnreadable(first_line or f"exiftool ended with status {status}")
    try:
        # Numbers stay text: a title "1.10" must not become 1.1.
        parsed = json.loads(output or b"[]", parse_int=str, parse_float=str)
    except ValueError as error:
        raise MetadataUnreadable("exiftool gave an incomplete answer") from error
    return [entry for entry in parsed if "SourceFile" in entry]
