"""Receive files in pieces by tus 1.0.0 (https://tus.io/protocols/resumable-upload), below the form of deposits."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import UUIDField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from archive.spool_parts import is_held
from catalog.choices import FileOutcome
from catalog.errors import UploadBusy, UploadRefused
from catalog.models import ResumableUpload
from catalog.operations.uploads.append_to_upload import BUSY, Piece, append_to_upload
from catalog.operations.uploads.begin_upload import Announced, begin_upload
from catalog.operations.uploads.end_upload import cancel_upload
from catalog.operations.uploads.finish_upload import finish_if_whole
from catalog.upload_queries import offset_of, upload_of
from catalog.web import tus_headers
from catalog.web.tus_headers import BadHeader
from catalog.web.tus_wire import BrokenOff, Full, drain, receiving, refused, tus_view

if TYPE_CHECKING:
    from catalog.models import User


def _begin(request: HttpRequest) -> HttpResponse:
    """Begin an upload; a first piece may come along. What was begun under the same key goes on instead."""
    size_bytes = tus_headers.whole_number(request.headers, "Upload-Length")
    said = request.headers.get("Upload-Metadata", "")
    words = tus_headers.metadata(said)
    try:
        deposit = UUIDField().clean(words.get("deposit", ""))
    except ValidationError as error:
        raise BadHeader("Upload-Metadata must name the deposit") from error
    name = words.get("path") or words.get("filename", "")
    announced = Announced(name, size_bytes, said, words.get("key", ""), words.get("bag", ""))
    upload = begin_upload(deposit_uid=deposit, user=_who(request), announced=announced)
    is_new = offset_of(upload) == 0 and upload.file.outcome == FileOutcome.RECEIVING
    if is_new and size_bytes and request.content_type == tus_headers.PIECE_TYPE:
        upload = _append_first(request, upload)
        response = _stand(upload, 201)
    else:
        finish_if_whole(upload=upload)
        drain(request)
        response = _stand(upload, 201, offset_of(upload))
    response["Location"] = reverse("catalog_upload", args=[upload.uid])
    return response


def _append_first(request: HttpRequest, upload: ResumableUpload) -> ResumableUpload:
    try:
        return _append_piece(request, upload.uid, 0)
    except (UploadRefused, BadHeader, BrokenOff, Full) as error:
        # Its sender will not hear the address, and without a key would leave it here unfinished.
        if "key" not in tus_headers.metadata(upload.metadata) and not isinstance(error, UploadBusy):
            cancel_upload(uid=upload.uid, user=_who(request))
        raise


def _append_piece(request: HttpRequest, uid: UUID, offset: int) -> ResumableUpload:
    length = tus_headers.whole_number(request.headers, "Content-Length")
    sums = tus_headers.checksum(request.headers.get("Upload-Checksum", ""))
    with receiving(request) as portions:
        piece = Piece(offset, length, portions, sums.algorithm, sums.digest)
        return append_to_upload(uid=uid, user=_who(request), piece=piece)


def _ask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say how much of an upload has arrived; one whose last answer was lost is finished."""
    upload = upload_of(uid, _who(request))
    if upload.file.outcome == FileOutcome.RECEIVING:
        if is_held(upload.file.location):
            # What it says now would be wrong before the next piece came.
            raise UploadBusy(BUSY)
        finish_if_whole(upload=upload)
        upload = upload_of(uid, _who(request))
    response = _stand(upload, 200, offset_of(upload))
    response["Upload-Length"] = str(upload.size_bytes)
    if upload.metadata:
        response["Upload-Metadata"] = upload.metadata
    return response


def _append(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write a piece."""
    if request.content_type != tus_headers.PIECE_TYPE:
        return refused(request, 415, f"Content-Type must be {tus_headers.PIECE_TYPE}")
    offset = tus_headers.whole_number(request.headers, "Upload-Offset")
    return _stand(_append_piece(request, uid, offset), 204)


def _end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Forget an upload."""
    cancel_upload(uid=uid, user=_who(request))
    return HttpResponse(status=204)


def _stand(upload: ResumableUpload, status: int, offset: int | None = None) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Upload-Offset"] = str(upload.received_bytes if offset is None else offset)
    response["Upload-Expires"] = tus_headers.expires(upload.expires_at)
    # Not of the protocol: the row that tells what becomes of the file.
    response["Fonds-File"] = str(upload.file_id)
    return response


def _who(request: HttpRequest) -> User:
    return cast("User", request.user)  # _answer lets in nobody else


def is_piece(request: HttpRequest) -> bool:
    """Say whether a request may carry a piece, by its address and type; its size has a limit of its own."""
    is_here = request.path_info.startswith(f"{settings.STAFF_PREFIX}deposit/uploads/")
    return is_here and request.content_type == tus_headers.PIECE_TYPE


ADDRESSES: list[URLPattern] = [
    path("deposit/uploads/", tus_view(POST=_begin), name="catalog_uploads"),
    path(
        "deposit/uploads/<uuid:uid>/", tus_view(PATCH=_append, HEAD=_ask, DELETE=_end), name="catalog_upload",
    ),
]  # fmt: skip
