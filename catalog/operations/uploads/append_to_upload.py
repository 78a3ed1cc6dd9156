"""Append a piece to an upload: straight to disk, at the place where the disk says the upload ends."""

from __future__ import annotations

import errno
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.spool_parts import Part, PartBusy, held_part
from catalog.errors import NoRoom, PieceTooLong, UploadBusy, WrongChecksum, WrongOffset
from catalog.models import ResumableUpload
from catalog.operations.uploads.finish_upload import finish_upload
from catalog.upload_queries import cut_unproven, upload_of

if TYPE_CHECKING:
    from catalog.models import User

BUSY = gettext_noop("This upload is being written to by another request.")
OFFSET = gettext_noop("The upload ends at byte %(offset)s; the piece begins elsewhere.")
TOO_LONG = gettext_noop("The piece reaches beyond the end of the file.")
DAMAGED = gettext_noop("The piece arrived damaged and is to be sent again.")
DISK_FULL = gettext_noop(
    "The server's disk is full. What has arrived is kept; let the upload go on when there is room."
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as it arrives: where it begins, its length, its bytes in small portions, its checksum if sent."""

    offset: int
    length: int
    portions: Iterator[bytes]
    algorithm: str = ""
    digest: bytes = b""


def append_to_upload(*, uid: UUID, user: User, piece: Piece) -> ResumableUpload:
    """Write a piece and return the upload as it then stands; the last piece hands the file to the workers.

    Of a piece that breaks off, what has arrived is kept, unless it came with a checksum. Raises UploadGone, UploadBusy,
    WrongOffset, PieceTooLong, WrongChecksum, NoRoom.
    """
    location = upload_of(uid, user).file.location
    try:
        with held_part(location) as part:
            # Asked again under the lock: it may have been ended or finished meanwhile.
            upload = upload_of(uid, user, is_open=True)
            cut_unproven(part, upload)
            _check_place(part, upload, piece)
            try:
                _write(part, upload, piece)
            finally:
                _note(upload, received_bytes=part.size_bytes, touched_at=timezone.now())
            if upload.received_bytes == upload.size_bytes:
                finish_upload(upload=upload)
            return upload
    except PartBusy as error:
        raise UploadBusy(BUSY) from error


def _check_place(part: Part, upload: ResumableUpload, piece: Piece) -> None:
    if part.size_bytes != piece.offset:
        raise WrongOffset(OFFSET, offset=part.size_bytes)
    if piece.offset + piece.length > upload.size_bytes:
        raise PieceTooLong(TOO_LONG)


def _write(part: Part, upload: ResumableUpload, piece: Piece) -> None:
    if not piece.algorithm:
        _pour(part, piece, None)
        return
    _note(upload, unproven_from=piece.offset)
    sum_so_far = hashlib.new(piece.algorithm, usedforsecurity=False)
    is_proven = False
    try:
        _pour(part, piece, sum_so_far)
        is_proven = hmac.compare_digest(sum_so_far.digest(), piece.digest)
        if not is_proven:
            raise WrongChecksum(DAMAGED)
    finally:
        if not is_proven:
            part.cut(piece.offset)
        _note(upload, unproven_from=None)


def _pour(part: Part, piece: Piece, into: hashlib._Hash | None) -> None:
    try:
        for portion in piece.portions:
            part.append(portion)
            if into is not None:
                into.update(portion)
        part.settle()
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise NoRoom(DISK_FULL) from error
        raise


def _note(upload: ResumableUpload, **changes: object) -> None:
    ResumableUpload.objects.filter(pk=upload.pk).update(**changes)
    for name, value in changes.items():
        setattr(upload, name, value)
