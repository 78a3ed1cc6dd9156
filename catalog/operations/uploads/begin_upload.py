"""Begin an upload that is sent in pieces: the row of its file, and room for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_noop

from archive.ingest.locations import location_key, order_key
from archive.ingest.sent_names import UnsafePath, sent_path
from archive.spool import spool_folder
from archive.spool_parts import free_bytes
from catalog.choices import DepositState, FileOutcome
from catalog.errors import DepositClosed, FileTooLarge, NoRoom, TooManyUploads, UnsafeName
from catalog.models import Deposit, DepositFile, ResumableUpload

if TYPE_CHECKING:
    from catalog.models import User

MEBIBYTE = 1024 * 1024
TOO_LARGE = gettext_noop("The file is larger than %(limit)s MB, the most this site takes.")
NO_ROOM = gettext_noop(
    "The server's disk has no room for this file: it needs %(needed)s MB and %(free)s MB are free. "
    "Tell the administrator; the upload can then be begun again."
)
TOO_MANY = gettext_noop("You have %(count)s unfinished uploads. Let them go on, or cancel some, before you begin more.")
UNSAFE = gettext_noop("The path of this file leads out of its folder, so it is not taken.")
CLOSED = gettext_noop("This deposit was undone or is somebody else's. Reload the page to begin another.")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a sender says of a file: its path below the folder that was chosen, its size, and its words as sent.

    ``key`` is the sender's own name for the file in this deposit: beginning again under it finds what was begun.
    """

    path: str
    size_bytes: int
    metadata: str = ""
    key: str = ""
    bag: str = ""
    """The sender's name for the bag (RFC 8493) it lies in; it is then held until all of the bag has come."""


def begin_upload(*, deposit_uid: UUID, user: User, announced: Announced) -> ResumableUpload:
    """Note a file that is about to arrive in a deposit of this user; the deposit then waits for it.

    One that was begun under the same key is returned as it is: its sender may not have heard of it.
    Raises DepositClosed, UnsafeName, FileTooLarge, TooManyUploads, NoRoom.
    """
    begun = _begun(deposit_uid, user, announced)
    if begun is not None:
        return begun
    uid = uuid4()
    path = _path(announced, uid)
    if announced.size_bytes > settings.FONDS_MAX_RESUMABLE_BYTES:
        raise FileTooLarge(TOO_LARGE, limit=settings.FONDS_MAX_RESUMABLE_BYTES // MEBIBYTE)
    _check_room(user, announced.size_bytes)
    with transaction.atomic():
        deposit = Deposit.objects.select_for_update().filter(uid=deposit_uid, opened_by=user).first()
        if deposit is None or deposit.state in {DepositState.UNDOING, DepositState.UNDONE}:
            raise DepositClosed(CLOSED)
        key = _key(announced) if announced.key else location_key(uid.hex)
        if deposit.files.filter(key=key).exists():
            # Begun twice at once, or given up since; both may be.
            key = location_key(uid.hex)
        row = DepositFile.objects.create(
            deposit=deposit,
            key=key,
            location=f"{spool_folder(deposit.uid)}/{uid.hex}",
            path=path,
            order_key=order_key(path),
            size_bytes=announced.size_bytes,
            outcome=FileOutcome.RECEIVING,
        )
        ended = Deposit.objects.filter(pk=deposit.pk, state=DepositState.ENDED)
        ended.update(state=DepositState.WORKING, ended_at=None)
        made: ResumableUpload = ResumableUpload.objects.create(
            file=row, user=user, size_bytes=announced.size_bytes, metadata=announced.metadata,
            bag=bag_key(announced.bag),
        )  # fmt: skip
    return made


def _begun(deposit_uid: UUID, user: User, announced: Announced) -> ResumableUpload | None:
    if not announced.key:
        return None
    same = ResumableUpload.objects.select_related("file").filter(
        file__deposit__uid=deposit_uid, file__key=_key(announced), user=user, size_bytes=announced.size_bytes
    )
    return same.exclude(file__outcome__in=[FileOutcome.DROPPED, FileOutcome.UNDONE]).first()


def bag_key(name: str) -> str:
    """Return what stands for a bag by its sender's name for it; "" for none."""
    return location_key("bag", name) if name else ""


def _key(announced: Announced) -> str:
    return location_key("sent", announced.key)


def _path(announced: Announced, uid: UUID) -> str:
    try:
        return sent_path(announced.path) or uid.hex
    except UnsafePath as error:
        raise UnsafeName(UNSAFE) from error


def _check_room(user: User, size_bytes: int) -> None:
    """Refuse a file before a byte of it is received, counting what others have been promised."""
    # One that is whole and held for its bag takes no more.
    unfinished = ResumableUpload.objects.filter(file__outcome=FileOutcome.RECEIVING).exclude(
        bag__gt="", received_bytes=F("size_bytes")
    )
    count = unfinished.filter(user=user).count()
    if count >= settings.FONDS_OPEN_UPLOADS:
        raise TooManyUploads(TOO_MANY, count=count)
    promised = unfinished.aggregate(left=Sum(F("size_bytes") - F("received_bytes")))["left"] or 0
    free = free_bytes()
    needed = size_bytes + promised + settings.FONDS_DISK_RESERVE_BYTES
    if needed > free:
        raise NoRoom(NO_ROOM, needed=-(-needed // MEBIBYTE), free=free // MEBIBYTE)
