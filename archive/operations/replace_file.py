"""Put an uploaded file in the place of an asset's, after the same examination as a deposit; the former one is kept."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.choices import EventName, ReplacementState
from archive.extract.errors import ExtractError
from archive.ingest.errors import IngestRefused
from archive.ingest.inspect import inspect
from archive.ingest.types import Inspection, Kind
from archive.limits import ingest_limits
from archive.models import Asset, AssetVersion, Checksum, Replacement
from archive.operations.log_event import log_event
from archive.operations.requeue_tasks import MAX_ATTEMPTS
from archive.operations.switch_file import keep_present, locked, next_number, switch_file
from archive.process_marks import is_running, process_mark
from archive.queries import MODELS, asset_of
from archive.reasons import Reason, reason_of, reason_of_refusal, unforeseen
from archive.spool import drop, fetched
from archive.work.guard import bounds_of_file, ended_beyond
from archive.work.lease import living_leases
from archive.work.passing import passing_trouble

logger = logging.getLogger(__name__)

GONE = Reason("gone", gettext_noop("The file that was to be replaced is no longer there."))
BROKEN_OFF = Reason("upload_broken", gettext_noop("The upload of this file broke off. Send it again."))
LOST = gettext_noop("The process that took this in ended %(times)s times before it was done; it is set aside.")
SAME = Reason("same_file", gettext_noop("This is the very file that is there already; nothing was replaced."))
EARLIER = gettext_noop("This is version %(number)s of the same file; restore that version instead.")
HELD = gettext_noop("This file is already held as “%(title)s”; nothing was replaced.")
OTHER_KIND = gettext_noop("A photo can only be replaced by a photo, a document by a document, a recording by one.")
MOST_SECONDS = 1800
UNFORESEEN = gettext_noop("Something unforeseen happened while this was taken in: %(detail)s")


class NotReplaced(Exception):
    """Raised within this module when a file is not taken; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.sentence)


def replace_file(*, replacement_id: int) -> bool:
    """Carry an order to replace a file out; return whether this call brought it to an end.

    May be repeated after a kill at any place: either the new file is the present one and the former a version, or
    nothing has changed. A file that is refused leaves its reason; the upload is dropped in both cases. Trouble that
    passes is raised, and the order waits on.
    """
    order = _claim(replacement_id)
    if order is None:
        return False
    try:
        with ended_beyond(bounds_of_file(MOST_SECONDS), partial(_refuse, order)):
            _carry_out(order)
    except NotReplaced as refused:
        _refuse(order, refused.reason)
    except IngestRefused as refusal:
        _refuse(order, reason_of_refusal(refusal))
    except ExtractError as error:
        _refuse(order, reason_of(error))
    except Exception as error:
        if passing_trouble(error):
            # A full disk, say: it waits on, with its upload, and this try does not count.
            waiting = {"state": ReplacementState.WAITING, "claimed_by": "", "attempts": order.attempts - 1}
            Replacement.objects.filter(pk=order.pk).update(**waiting)
            raise
        # Whatever goes wrong must leave an order that says so; the trace is for us.
        logger.exception("Replacement %s could not be carried out", order.pk)
        _refuse(order, unforeseen(error, UNFORESEEN))
    drop(order.location)
    return True


def _claim(replacement_id: int) -> Replacement | None:
    me = process_mark()
    with transaction.atomic():
        order = Replacement.objects.select_for_update().filter(pk=replacement_id).first()
        if order is None or not order.is_open:
            return None
        if order.claimed_by and order.claimed_by != me and is_running(order.claimed_by, living_leases()):
            return None
        Replacement.objects.filter(pk=order.pk).update(
            state=ReplacementState.WORKING, claimed_by=me, claimed_at=timezone.now(), attempts=F("attempts") + 1
        )
        return Replacement.objects.select_related("asked_by").get(pk=order.pk)


def _carry_out(order: Replacement) -> None:
    if order.attempts > MAX_ATTEMPTS:
        raise NotReplaced(Reason("process_lost", LOST, {"times": order.attempts - 1}))
    asset = MODELS[order.kind].objects.filter(pk=order.asset_id).first()
    if asset is None:
        raise NotReplaced(GONE)
    try:
        with fetched(order.location) as path:
            if path.stat().st_size != order.size_bytes:
                raise NotReplaced(BROKEN_OFF)
            found = inspect(path, ingest_limits(), name=order.original_name, kind=Kind(order.kind))
            _check(asset, found)
            _store(order, asset, path, found)
    except FileNotFoundError as error:
        raise NotReplaced(BROKEN_OFF) from error
    _switch(order, found)


def _check(asset: Asset, found: Inspection) -> None:
    """Refuse what is of another kind or already held, as a version of this asset or otherwise."""
    if found.kind.value != asset.kind:
        raise NotReplaced(Reason("other_kind", OTHER_KIND))
    if found.sha256 == asset.sha256:
        raise NotReplaced(SAME)
    version = AssetVersion.objects.filter(kind=asset.kind, asset_id=asset.pk, sha256=found.sha256).first()
    if version is not None:
        raise NotReplaced(Reason("earlier_version", EARLIER, {"number": version.number}))
    held = Checksum.objects.filter(sha256=found.sha256).first()
    if held is not None and (held.kind, held.asset_id) != (asset.kind, asset.pk):
        title = str(asset_of(held.kind, held.asset_id))
        raise NotReplaced(Reason("duplicate", HELD, {"title": title}))


def _store(order: Replacement, asset: Any, path: Path, found: Inspection) -> None:
    """Store the file under a name of its own, noted beforehand."""
    uid = asset.uid.hex
    order.stored_name = f"originals/{uid[:2]}/{uid}-{order.uid.hex[:8]}{found.extension}"
    Replacement.objects.filter(pk=order.pk).update(stored_name=order.stored_name)
    default_storage.delete(order.stored_name)
    with path.open("rb") as source:
        stored = default_storage.save(order.stored_name, File(source, name=order.stored_name))
    if stored != order.stored_name:
        default_storage.delete(stored)
        raise FileExistsError(order.stored_name)


def _switch(order: Replacement, found: Inspection) -> None:
    with transaction.atomic():
        asset = locked(order.kind, order.asset_id)
        # Once more, as another may have come first since.
        _check(asset, found)
        former = keep_present(asset)
        facts = {"width": found.width or None, "height": found.height or None, "duration": found.duration_seconds,
                 "type": found.media_type.split("/")[0]}  # fmt: skip
        version = AssetVersion.objects.create(
            kind=asset.kind, asset_id=asset.pk, number=next_number(asset), name=order.stored_name,
            sha256=found.sha256, size_bytes=found.size_bytes, media_type=found.media_type,
            original_name=found.original_name[-255:], facts=facts, made_by=order.asked_by, why=order.why,
        )  # fmt: skip
        aside = switch_file(asset, version, order.asked_by)
        log_event(
            asset, EventName.FILE_REPLACED, user=order.asked_by, version=version.number, former=former.number,
            sha256=version.sha256, original_name=version.original_name, why=order.why, corrected_aside=aside,
        )  # fmt: skip
        Replacement.objects.filter(pk=order.pk).update(
            state=ReplacementState.DONE, claimed_by="", ended_at=timezone.now()
        )


def _refuse(order: Replacement, reason: Reason) -> None:
    """Write why nothing was replaced, and delete what was stored."""
    if order.stored_name and not AssetVersion.objects.filter(name=order.stored_name).exists():
        default_storage.delete(order.stored_name)
    with transaction.atomic():
        Replacement.objects.filter(pk=order.pk).update(
            state=ReplacementState.REFUSED, reason=reason, claimed_by="", ended_at=timezone.now()
        )
        asset = MODELS[order.kind].objects.filter(pk=order.asset_id).first()
        if asset is not None:
            log_event(
                asset, EventName.REPLACEMENT_REFUSED, user=order.asked_by, original_name=order.original_name,
                reason=reason.as_dict(),
            )  # fmt: skip
