"""Note what is attached to a deposited mail as files of the same deposit, each with its own outcome."""

from __future__ import annotations

import io
from itertools import islice
from pathlib import Path

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.extract.errors import ExtractError
from archive.extract.written import MAIL
from archive.extract.written.mail import looks_like_mail, open_mail
from archive.ingest.errors import IngestRefused
from archive.ingest.locations import location_key, order_key
from archive.ingest.media_types import detect
from archive.reasons import Reason
from archive.spool import keep, spool_folder
from catalog.choices import FileOutcome
from catalog.models import Deposit, DepositFile

MOST_ATTACHMENTS = 100
DEEPEST = 3
"""A mail in a mail in a mail; what is attached further down is for a person to look at."""
HEAD_BYTES = 65_536
TOO_MANY = gettext_noop(
    "This mail has more than %(limit)d attachments; the others are not taken in. Deposit them by themselves."
)
TOO_DEEP = gettext_noop("This is attached to a mail that lies %(limit)d mails deep. Deposit it by itself.")


def attachments_of(*, row: DepositFile, deposit: Deposit, path: Path) -> list[DepositFile]:
    """Keep what is attached to a mail in the deposit's own folder and return rows for it, not yet written.

    Nothing for a file that is no mail. May be repeated: the rows have the same keys, and the bytes are replaced.
    """
    if not is_mail(path):
        return []
    is_deep = _depth(row) >= DEEPEST
    rows = []
    try:
        attached = open_mail(path).attachments()
        for number, each in enumerate(islice(attached, MOST_ATTACHMENTS), start=1):
            made = _row(row, deposit, number, each.name)
            made.size_bytes = len(each.content)
            if is_deep:
                _refuse(made, Reason("nested_archive", TOO_DEEP, {"limit": DEEPEST}))
            else:
                keep(name=made.location, file=File(io.BytesIO(each.content), name=made.location))
            rows.append(made)
        if next(attached, None) is not None:
            rest = _row(row, deposit, MOST_ATTACHMENTS + 1, "…")
            _refuse(rest, Reason("too_many_files", TOO_MANY, {"limit": MOST_ATTACHMENTS}))
            rows.append(rest)
    except ExtractError:
        return []  # the ingest says what is wrong with it
    return rows


def is_mail(path: Path) -> bool:
    """Tell whether a file is a mail, by its content."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        return looks_like_mail(head) and detect(path).name == MAIL
    except (OSError, IngestRefused):
        return False


def _depth(row: DepositFile) -> int:
    """Return how many containers a row is in, mails and archives alike."""
    depth = 0
    while row.container_id is not None and depth < DEEPEST:
        row = DepositFile.objects.get(pk=row.container_id)
        depth += 1
    return depth


def _row(mail: DepositFile, deposit: Deposit, number: int, name: str) -> DepositFile:
    path = f"{mail.path}/{name}"
    key = location_key(mail.key, "attachment", number)
    return DepositFile(
        deposit=deposit,
        container=mail,
        key=key,
        location=f"{spool_folder(deposit.uid)}/{key[:32]}",
        path=path,
        order_key=order_key(f"{mail.order_key[:200]}/{number:06d}"),
    )


def _refuse(row: DepositFile, reason: Reason) -> None:
    row.outcome, row.reason, row.settled_at = FileOutcome.REFUSED, reason, timezone.now()
