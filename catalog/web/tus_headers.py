"""Read and write the headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.http import http_date

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"
ALGORITHMS = ("sha256", "sha1")
PIECE_TYPE = "application/offset+octet-stream"
MAX_METADATA = 16_000
MAX_PIECE_BYTES = 64 * 1024 * 1024
"""The largest piece in one request."""


class BadHeader(ValueError):
    """Raised for a header that is missing or not understood; the message names it."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """The sum of one piece."""

    algorithm: str = ""
    digest: bytes = b""


def whole_number(headers: Mapping[str, str], name: str) -> int:
    """Return a header that is a number of bytes. Raises BadHeader."""
    value = headers.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise BadHeader(f"{name} must be a number of bytes")
    return int(value)


def metadata(value: str) -> dict[str, str]:
    """Return the words of ``Upload-Metadata``: keys with values in Base64, separated by commas.

    Bytes that are not UTF-8 become "�". Raises BadHeader.
    """
    if len(value) > MAX_METADATA:
        raise BadHeader("Upload-Metadata is too long")
    found: dict[str, str] = {}
    for pair in filter(None, (pair.strip() for pair in value.split(","))):
        key, _, coded = pair.partition(" ")
        if key in found:
            raise BadHeader(f"Upload-Metadata names {key[:40]} twice")
        found[key] = _decoded(coded.strip(), "Upload-Metadata").decode("utf-8", "replace")
    return found


def checksum(value: str) -> Checksum:
    """Return what ``Upload-Checksum`` states; an empty header states none. Raises BadHeader."""
    if not value:
        return Checksum()
    algorithm, _, coded = value.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadHeader(f"Upload-Checksum must be one of {', '.join(ALGORITHMS)}")
    return Checksum(algorithm, _decoded(coded.strip(), "Upload-Checksum"))


def expires(moment: datetime) -> str:
    """Return a moment as ``Upload-Expires`` has it (RFC 9110)."""
    return http_date(moment.timestamp())


def _decoded(coded: str, name: str) -> bytes:
    try:
        return base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadHeader(f"{name} holds something that is not Base64") from error
