"""List the media types that are taken in and tell a file's type by its content."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import magic

from archive.extract.office.types import OFFICE_TYPES
from archive.extract.written.reading import WRITTEN_TYPES
from archive.ingest.camera_raw import raw_type
from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.office import office_type
from archive.ingest.written import written_type

_HEAD_BYTES = 65_536
_TS_PACKET_BYTES = 188
_TS_SEEN = 5
_TS_PACKETS = _TS_PACKET_BYTES * _TS_SEEN
"""A transport stream opens every packet with the letter G (ISO 13818-1, 2.4.3.2)."""


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type (IANA name, or the usual one where IANA has none) with its extensions, the usual one first."""

    name: str
    extensions: tuple[str, ...]

    @property
    def is_image(self) -> bool:
        """Tell whether this is an image type."""
        return self.name.startswith("image/")

    @property
    def is_recording(self) -> bool:
        """Tell whether this is sound or film."""
        return self.name.startswith(("audio/", "video/"))

    @property
    def is_office(self) -> bool:
        """Tell whether this is the file of an office program, of which LibreOffice makes pages."""
        return self.name in OFFICE_TYPES

    @property
    def is_written(self) -> bool:
        """Tell whether this is text, HTML or mail, which is set into pages here."""
        return self.name in WRITTEN_TYPES


_OFFICE_ENDINGS = {
    ".doc": (".doc", ".dot"),
    ".xls": (".xls", ".xlt"),
    ".ppt": (".ppt", ".pps"),
    ".rtf": (".rtf", ".doc"),
}

TAKEN: tuple[MediaType, ...] = (
    MediaType("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
    MediaType("image/png", (".png",)),
    MediaType("image/tiff", (".tif", ".tiff")),
    MediaType("image/webp", (".webp",)),
    MediaType("image/gif", (".gif",)),
    MediaType("image/bmp", (".bmp", ".dib")),
    MediaType("image/heic", (".heic", ".heif", ".hif")),
    MediaType("image/avif", (".avif",)),
    MediaType("image/jp2", (".jp2", ".jpx", ".jpf", ".j2k", ".jpc")),
    MediaType("image/x-adobe-dng", (".dng",)),
    MediaType("image/x-canon-cr2", (".cr2",)),
    MediaType("image/x-canon-cr3", (".cr3",)),
    MediaType("image/x-nikon-nef", (".nef", ".nrw")),
    MediaType("image/x-sony-arw", (".arw", ".sr2", ".srf")),
    MediaType("image/x-fuji-raf", (".raf",)),
    MediaType("image/x-olympus-orf", (".orf",)),
    MediaType("image/x-panasonic-rw2", (".rw2", ".raw")),
    MediaType("image/x-pentax-pef", (".pef",)),
    MediaType("image/x-samsung-srw", (".srw",)),
    MediaType("image/x-raw", (".raw", ".3fr", ".dcr", ".erf", ".fff", ".iiq", ".kdc", ".mef", ".mos", ".mrw", ".rwl")),
    MediaType("application/pdf", (".pdf",)),
    *(MediaType(name, _OFFICE_ENDINGS.get(ending, (ending,))) for name, ending in OFFICE_TYPES.items()),
    MediaType("text/plain", (".txt", ".text", ".md", ".csv", ".log", ".asc")),
    MediaType("text/html", (".html", ".htm", ".xhtml")),
    MediaType("message/rfc822", (".eml",)),
    MediaType("audio/mpeg", (".mp3", ".mp2", ".mpga")),
    MediaType("audio/mp4", (".m4a", ".m4b", ".mp4")),
    MediaType("audio/aac", (".aac", ".adts")),
    MediaType("audio/ogg", (".ogg", ".oga", ".opus", ".spx")),
    MediaType("audio/flac", (".flac",)),
    MediaType("audio/wav", (".wav", ".wave", ".bwf")),
    MediaType("audio/aiff", (".aiff", ".aif", ".aifc")),
    MediaType("audio/amr", (".amr",)),
    MediaType("audio/webm", (".weba", ".webm")),
    MediaType("audio/matroska", (".mka", ".mkv")),
    MediaType("audio/x-ms-wma", (".wma",)),
    MediaType("video/mp4", (".mp4", ".m4v")),
    MediaType("video/quicktime", (".mov", ".qt")),
    MediaType("video/3gpp", (".3gp", ".3g2")),
    MediaType("video/webm", (".webm",)),
    MediaType("video/matroska", (".mkv",)),
    MediaType("video/ogg", (".ogv", ".ogg")),
    MediaType("video/vnd.avi", (".avi",)),
    MediaType("video/mpeg", (".mpg", ".mpeg", ".vob")),
    MediaType("video/mp2t", (".ts", ".mts", ".m2ts")),
    MediaType("video/x-ms-wmv", (".wmv", ".asf")),
    MediaType("video/x-flv", (".flv",)),
)
_BY_NAME = {media_type.name: media_type for media_type in TAKEN}
_TOLD_HERE = frozenset(OFFICE_TYPES) | WRITTEN_TYPES
"""What libmagic knows by the order of members and a few words; it is told by the content itself instead."""
_ALIASES = {
    "image/x-ms-bmp": "image/bmp",
    "image/heif": "image/heic",
    "image/heif-sequence": "image/heic",
    "image/heic-sequence": "image/heic",
    "image/jpx": "image/jp2",
    "image/jpm": "image/jp2",
    "image/x-jp2-codestream": "image/jp2",
    "application/ogg": "audio/ogg",
    "audio/x-m4a": "audio/mp4",
    "audio/x-hx-aac-adts": "audio/aac",
    "audio/x-hx-aac-adif": "audio/aac",
    "audio/x-flac": "audio/flac",
    "audio/x-wav": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/x-aiff": "audio/aiff",
    "audio/AMR": "audio/amr",
    "video/3gpp2": "video/3gpp",
    "video/x-m4v": "video/mp4",
    "video/x-matroska": "video/matroska",
    "video/x-msvideo": "video/vnd.avi",
    "video/MP2T": "video/mp2t",
    "video/MP2P": "video/mpeg",
    "video/mpv": "video/mpeg",
    "video/x-ms-asf": "video/x-ms-wmv",
    "application/vnd.ms-asf": "video/x-ms-wmv",
}
TAKEN_IN_WORDS = (
    "JPEG, PNG, TIFF, WebP, GIF, BMP, HEIC, AVIF, JPEG 2000, camera RAW, PDF, "
    "DOCX, XLSX, PPTX, ODT, ODS, ODP, DOC, XLS, PPT, RTF, TXT, HTML, EML, "
    "MP3, M4A, AAC, OGG, Opus, FLAC, WAV, AIFF, WMA, MP4, MOV, WebM, MKV, AVI, MPEG, WMV"
)


def named(name: str) -> MediaType:
    """Return the media type of an IANA name; raises KeyError."""
    return _BY_NAME[name]


def detect(path: Path) -> MediaType:
    """Tell the media type of a file from its first bytes.

    Raises ``IngestRefused`` (``unsupported_type``) that says which types are taken, and for the file of an office
    program that cannot be opened to tell what it is. A PDF may have up to 1,024 bytes before its header (ISO 32000-1,
    implementation note 13 of PDF 1.7).
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    libmagic = magic.from_buffer(head, mime=True)
    found = _of_other_kinds(path, head, libmagic) or written_type(head, libmagic)
    if not found:
        message = gettext_noop("This file is %(media_type)s, which is not taken. Send one of these: %(taken)s.")
        raise IngestRefused(Reason.UNSUPPORTED_TYPE, message, media_type=libmagic, taken=TAKEN_IN_WORDS)
    return _BY_NAME[found]


def _of_other_kinds(path: Path, head: bytes, libmagic: str) -> str:
    """Return the name of a type that is neither text, HTML nor mail; "" for what is none that is taken."""
    found = raw_type(path, head) or libmagic
    found = _ALIASES.get(found, found)
    if found in _BY_NAME and found not in _TOLD_HERE:
        return found
    if office := office_type(path, head):
        return office
    if b"%PDF-" in head[:1029]:
        return "application/pdf"
    return "video/mp2t" if head[:_TS_PACKETS:_TS_PACKET_BYTES] == b"G" * _TS_SEEN else ""
