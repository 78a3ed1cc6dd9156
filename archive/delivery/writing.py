"""Write a description into a copy by exiftool, within limits of time and memory; the file it reads stays as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from archive.delivery.description import Description, exif_tags, iptc_tags, pdf_tags, xmp_tags
from archive.delivery.errors import DeliveryError
from archive.extract.metadata import ExiftoolMissing, MetadataTimeout
from archive.extract.metadata.limits import ExiftoolLimits, limit_process

NO_LOCATION = (
    "-GPS:all=", "-XMP-exif:GPS*=", "-Keys:GPSCoordinates=", "-ItemList:GPSCoordinates=", "-UserData:GPSCoordinates=",
    "-Keys:LocationName=", "-XMP-iptcExt:LocationCreatedGPSLatitude=", "-XMP-iptcExt:LocationCreatedGPSLongitude=",
)  # fmt: skip
FROM_CAMERA = ("-EXIF:DateTimeOriginal", "-EXIF:OffsetTimeOriginal", "-EXIF:Make", "-EXIF:Model")
WITH_IPTC = frozenset({"image/jpeg", "image/tiff", "image/png"})
WITH_EXIF = frozenset({"image/jpeg", "image/tiff", "image/webp", "image/png"})
WRITABLE = WITH_EXIF | {
    "image/gif", "image/heic", "image/avif", "image/jp2", "image/x-adobe-dng", "image/x-canon-cr2",
    "image/x-canon-cr3", "image/x-nikon-nef", "image/x-sony-arw", "image/x-fuji-raf", "image/x-olympus-orf",
    "image/x-panasonic-rw2", "image/x-pentax-pef", "image/x-samsung-srw", "application/pdf", "video/mp4",
    "video/quicktime", "audio/mp4", "video/x-m4v", "audio/x-m4a",
}  # fmt: skip
"""What exiftool writes of what is taken in: https://exiftool.org/#supported."""
IN_PLACE = frozenset({"image/webp"})
"""What exiftool changes and does not make anew: it has no way to create RIFF files."""
_EXTRA_BYTES = 64 << 20
_BYTES_A_SECOND = 4 << 20


def write_description(
    source: Path, target: Path, media_type: str, said: Description, *, keep_location: bool, camera: Path | None = None
) -> None:
    """Write ``source``, described, to ``target``; ``camera`` is the file whose camera and moment are taken over.

    Raises ExiftoolMissing, MetadataTimeout and DeliveryError; the target is then gone.
    """
    size = source.stat().st_size
    limits = ExiftoolLimits(output_bytes=size + _EXTRA_BYTES, seconds_at_least=30 + size / _BYTES_A_SECOND)
    program = shutil.which(limits.program)
    if program is None:
        raise ExiftoolMissing
    with tempfile.TemporaryDirectory(prefix="fonds-copy-") as name:
        # exiftool is never given a name that somebody chose.
        inside, taken_from = Path(name) / f"source{target.suffix}", Path(name) / "camera"
        inside.symlink_to(source.absolute())
        options = ["-charset", "utf8", "-charset", "iptc=UTF8", "-q", "-q", "-m", "-E", "-api", "LargeFileSupport=1"]
        if camera is not None:
            taken_from.symlink_to(camera.absolute())
            options += ["-TagsFromFile", str(taken_from), *FROM_CAMERA]
        # Given afterwards, so that nothing taken over stays.
        options += [] if keep_location else NO_LOCATION
        options += assignments(media_type, said)
        arguments = Path(name) / "arguments"
        if media_type in IN_PLACE:
            shutil.copyfile(source, target)
            options += ["-overwrite_original", str(target.absolute())]
        else:
            options += ["-o", str(target.absolute()), str(inside)]
        arguments.write_text("\n".join([*options, ""]), encoding="utf-8")
        status, complaints = _run([program, "-config", "", "-@", str(arguments)], name, limits)
    if status or not target.is_file() or not target.stat().st_size:
        target.unlink(missing_ok=True)
        raise DeliveryError(complaints or "nothing was written")


def assignments(media_type: str, said: Description) -> list[str]:
    """Return the tags as options, a line each; an empty value removes what another had written there."""
    found = chain(
        xmp_tags(said),
        iptc_tags(said) if media_type in WITH_IPTC else (),
        exif_tags(said) if media_type in WITH_EXIF else (),
        pdf_tags(said) if media_type == "application/pdf" else (),
    )
    # What stood in a field of many goes first, or the new would be added to it.
    emptied = ["-XMP-dc:Creator=", "-XMP-dc:Title=", "-XMP-dc:Description=", "-XMP-dc:Rights="]
    return [*emptied, *(f"-{tag}={_escaped(value)}" for tag, value in _written(found))]


def _written(tags: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((tag, value) for tag, value in tags if value)


def _escaped(value: str) -> str:
    """Return a value on one line, as ``-E`` reads it: HTML entities."""
    plain = "".join(letter for letter in value if letter.isprintable() or letter in "\n\t")
    return plain.replace("&", "&amp;").replace("\n", "&#10;").replace("\t", " ")


def _run(command: list[str], folder: str, limits: ExiftoolLimits) -> tuple[int, str]:
    """Run exiftool; return how it ended and the first line of what it complains about."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command, cwd=folder, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=complaints,
        )  # fmt: skip
        limit_process(process.pid, limits)
        try:
            status = process.wait(timeout=limits.seconds(1))
        except subprocess.TimeoutExpired:
            raise MetadataTimeout(limits.seconds(1)) from None
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        complaints.seek(0)
        said = complaints.read(2_000).decode("utf-8", "replace").strip().split("\n")[0]
        return status, said.replace(folder, "")
