"""Write EXIF, IPTC and XMP into pictures with exiftool, the way a press photographer's program does."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image

from archive.specimens.errors import MetadataNotWritten, ProgramMissing

_TIMEOUT_S = 120
_TURNED_FOR_ORIENTATION = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_90,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_270,),
}


@dataclass(frozen=True, slots=True)
class PhotoMetadata:
    """What is embedded in a picture; empty values are left out.

    ``titles`` and ``captions`` go by language code, the first also to the fields without language.
    ``taken`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, with ``THH:MM:SS`` where the hour is known.
    ``position`` is latitude and longitude in degrees, north and east positive.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    captions: Mapping[str, str] = field(default_factory=dict)
    creator: str = ""
    credit: str = ""
    copyright: str = ""
    taken: str = ""
    city: str = ""
    country: str = ""
    position: tuple[float, float] | None = None
    keywords: tuple[str, ...] = ()
    orientation: int = 1


def stored_for(image: Image.Image, orientation: int) -> Image.Image:
    """Turn an upright picture so that a viewer honoring ``orientation`` (1 to 8) shows it upright."""
    for step in _TURNED_FOR_ORIENTATION.get(orientation, ()):
        image = image.transpose(step)
    return image


def jpeg_of(image: Image.Image, *, quality: int = 82) -> bytes:
    """Return a picture as JPEG bytes."""
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def embed_metadata(files: Mapping[Path, PhotoMetadata]) -> None:
    """Write metadata into pictures in place, all in one run of exiftool.

    Raises ``ProgramMissing`` without exiftool and ``MetadataNotWritten`` when it refuses a file.
    """
    program = shutil.which("exiftool")
    if program is None:
        raise ProgramMissing("exiftool is not installed: apt-get install libimage-exiftool-perl")
    runs = "\n-execute\n".join("\n".join(_arguments(path, meta)) for path, meta in files.items())
    try:
        done = subprocess.run(
            [program, "-@", "-"], input=runs.encode(), capture_output=True, timeout=_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise MetadataNotWritten(f"exiftool was not done within {_TIMEOUT_S} seconds.") from late
    if done.returncode or b"Error" in done.stderr:
        raise MetadataNotWritten(done.stderr.decode(errors="replace").strip())


def _arguments(path: Path, meta: PhotoMetadata) -> Iterator[str]:
    """Yield exiftool's arguments for one file, one a line of its argument file."""
    yield from ("-overwrite_original", "-charset", "UTF8", "-codedcharacterset=utf8", "-n")
    yield from _worded("XMP-dc:Title", meta.titles, "IPTC:ObjectName")
    yield from _worded("XMP-dc:Description", meta.captions, "IPTC:Caption-Abstract", "EXIF:ImageDescription")
    plain = {
        "XMP-dc:Creator": meta.creator,
        "IPTC:By-line": meta.creator,
        "EXIF:Artist": meta.creator,
        "XMP-photoshop:Credit": meta.credit,
        "IPTC:Credit": meta.credit,
        "XMP-dc:Rights": meta.copyright,
        "IPTC:CopyrightNotice": meta.copyright,
        "EXIF:Copyright": meta.copyright,
        "XMP-photoshop:City": meta.city,
        "IPTC:City": meta.city,
        "XMP-photoshop:Country": meta.country,
        "IPTC:Country-PrimaryLocationName": meta.country,
    }
    yield from (f"-{tag}={_line(value)}" for tag, value in plain.items() if value)
    for keyword in meta.keywords:
        yield f"-XMP-dc:Subject={keyword}"
        yield f"-IPTC:Keywords={keyword}"
    yield from _dated(meta.taken)
    if meta.position:
        yield from _placed(*meta.position)
    if meta.orientation != 1:
        yield f"-EXIF:Orientation={meta.orientation}"
    yield str(path)


def _line(value: str) -> str:
    return " ".join(value.split())


def _worded(tag: str, texts: Mapping[str, str], *plain_tags: str) -> Iterator[str]:
    for place, (language, text) in enumerate(texts.items()):
        if place == 0:
            yield from (f"-{name}={_line(text)}" for name in (tag, *plain_tags))
        yield f"-{tag}-{language}={_line(text)}"


def _dated(taken: str) -> Iterator[str]:
    """Yield the date of taking; EXIF and IPTC cannot say less than a day, XMP can."""
    if not taken:
        return
    day, _, hour = taken.partition("T")
    colons = day.replace("-", ":")
    yield f"-XMP-photoshop:DateCreated={colons}{' ' + hour if hour else ''}"
    if len(day) == len("2000-01-01"):
        yield f"-IPTC:DateCreated={colons}"
        yield f"-EXIF:DateTimeOriginal={colons} {hour or '12:00:00'}"


def _placed(latitude: float, longitude: float) -> Iterator[str]:
    yield f"-EXIF:GPSLatitude={abs(latitude)}"
    yield f"-EXIF:GPSLatitudeRef={'N' if latitude >= 0 else 'S'}"
    yield f"-EXIF:GPSLongitude={abs(longitude)}"
    yield f"-EXIF:GPSLongitudeRef={'E' if longitude >= 0 else 'W'}"
