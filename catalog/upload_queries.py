"""Read uploads that arrive in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop

from archive.spool_parts import Part, part_size
from catalog.choices import FileOutcome
from catalog.errors import UploadGone
from catalog.models import ResumableUpload

if TYPE_CHECKING:
    from catalog.models import User

GONE = gettext_noop("There is no such upload any more. Choose the file again.")


def upload_of(uid: UUID, user: User, *, is_open: bool = False) -> ResumableUpload:
    """Return an upload that this user began; somebody else's is as absent as none. Raises UploadGone."""
    found = ResumableUpload.objects.select_related("file").filter(uid=uid, user=user)
    if is_open:
        found = found.filter(file__outcome=FileOutcome.RECEIVING)
    upload = found.first()
    if upload is None:
        raise UploadGone(GONE)
    return upload


def offset_of(upload: ResumableUpload) -> int:
    """Return how many bytes of an upload have arrived: what is on disk, without what no checksum has proven."""
    if upload.file.outcome != FileOutcome.RECEIVING:
        return upload.size_bytes
    if upload.bag and upload.is_whole:
        return upload.size_bytes  # where its bytes are by now is not asked for every file of a bag
    size_bytes = part_size(upload.file.location)
    return size_bytes if upload.unproven_from is None else min(size_bytes, upload.unproven_from)


def cut_unproven(part: Part, upload: ResumableUpload) -> None:
    """Cut off what a process that died had written without comparing its checksum; the part is held."""
    if upload.unproven_from is not None and part.size_bytes > upload.unproven_from:
        part.cut(upload.unproven_from)
