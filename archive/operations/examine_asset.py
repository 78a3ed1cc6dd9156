"""Find out what a deposited file contains: its metadata, and its pages or renditions."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from archive.choices import AssetState, EventName, PageState, WaitingWork
from archive.extract.errors import DocumentEncrypted, ExtractError, NeedsProgram, PhotoUnreadable, TooManyPixels
from archive.extract.metadata import ExiftoolMissing, MetadataError, read_metadata
from archive.extract.office import OFFICE_TYPES
from archive.extract.pdf import open_document
from archive.extract.pictures import PictureBroken, PictureTooLarge, measure
from archive.extract.written import WRITTEN_TYPES
from archive.limits import document_limits
from archive.models import Asset, Document, Page, Photo, Recording
from archive.operations.await_program import await_program, hold_asset
from archive.operations.examine_recording import examine_recording
from archive.operations.log_event import log_event
from archive.operations.note_hash import note_hash
from archive.operations.set_text import set_text
from archive.operations.settle_document import settle_document
from archive.operations.sweep_renditions import sweep_renditions
from archive.queries import asset_of, is_settled, local_file, readable_file
from archive.reasons import Reason, reason_of
from archive.renditions.photo_images import store_photo_images
from archive.signals import asset_changed
from archive.work.guard import bounds_of_file, ended_beyond

PAGE_BATCH = 500
LOCKED = gettext_noop("This PDF is locked with a password. Give the password on the page of the file to have it read.")
MOST_SECONDS = 900


def examine_asset(*, kind: str, asset_id: int) -> list[int]:
    """Read metadata, make renditions of a photo, lay out the pages of a document; return pages to be read.

    A recording is probed; what takes longer is for ``prepare_recording``. An office file waits for ``make_copy``. A
    locked PDF waits for a person, and what needs a program that is not installed for that.

    May be repeated: pages already laid out stay as they are. A file that cannot be opened ends as failed, with the
    reason for people; what could be learned of it is kept.
    """
    asset = asset_of(kind, asset_id)
    if asset.state == AssetState.WORKING and isinstance(asset, Photo):
        # Whoever began this did not come to its end.
        sweep_renditions(photo=asset)
    type(asset).objects.filter(pk=asset.pk).update(state=AssetState.WORKING)
    with local_file(asset) as path:
        technical = _with_metadata(asset, path)
        try:
            if isinstance(asset, Recording):
                examine_recording(asset, path)
                return []
            if _awaits_copy(asset):
                _leave_waiting(asset, technical)
                return []
            give_up = partial(_end, asset, technical, state=AssetState.FAILED)
            with ended_beyond(bounds_of_file(MOST_SECONDS), give_up):
                pages, facts = _open(asset, path)
            technical |= facts
        except NeedsProgram as error:
            hold_asset(asset=asset, error=error, technical=technical)
            return []
        except DocumentEncrypted as error:
            _end(asset, technical, Reason(error.reason_code, LOCKED), AssetState.LOCKED)
            return []
        except ExtractError as error:
            _end(asset, technical, reason_of(error), AssetState.FAILED)
            return []
    return _settle(asset, technical, pages)


def _with_metadata(asset: Asset, path: Path) -> dict[str, Any]:
    """Return the facts with what the file says of itself; trouble with that is noted and never stops the rest."""
    if isinstance(asset, Recording) or asset.media_type in OFFICE_TYPES or asset.media_type in WRITTEN_TYPES:
        return dict(asset.technical)
    technical = {name: value for name, value in asset.technical.items() if name != "metadata_problem"}
    try:
        return {**technical, "metadata": dataclasses.asdict(read_metadata(path))}
    except MetadataError as error:
        if isinstance(error, ExiftoolMissing):
            await_program(asset=asset, error=error, work=WaitingWork.EXAMINE)
        return {**technical, "metadata_problem": reason_of(error).as_dict()}


def _awaits_copy(asset: Asset) -> bool:
    return isinstance(asset, Document) and asset.media_type in OFFICE_TYPES and not asset.copy_name


def _leave_waiting(asset: Asset, technical: dict[str, Any]) -> None:
    changes = {"state": AssetState.WAITING, "state_reason": Reason(), "technical": technical}
    type(asset).objects.filter(pk=asset.pk).update(**changes)


def _open(asset: Asset, path: Path) -> tuple[int, dict[str, Any]]:
    """Do the kind's own work on the file; return its number of pages (0 for a photo) and facts."""
    if isinstance(asset, Photo):
        return 0, _draw(asset, path)
    if isinstance(asset, Document):
        is_to_be_set = asset.media_type in WRITTEN_TYPES and not asset.copy_name
        facts = set_text(document=asset, path=path) if is_to_be_set else {}
        with readable_file(asset) as readable, open_document(readable, document_limits()) as source:
            return int(source.page_count), facts
    return 0, {}


def _draw(photo: Photo, path: Path) -> dict[str, Any]:
    """Make the copies of a photo; return its size as seen."""
    try:
        upright = measure(path, photo.media_type).first.upright
        note_hash(photo=photo, small=store_photo_images(photo, path))
    except PictureTooLarge as error:
        message = gettext_noop("This photograph has more than %(most)s pixels; save it at a lower resolution.")
        raise TooManyPixels(message, most=error.most) from error
    except PictureBroken as error:
        raise PhotoUnreadable(gettext_noop("This photograph is damaged and cannot be drawn.")) from error
    return {"upright": list(upright)}


def _settle(asset: Asset, technical: dict[str, Any], pages: int) -> list[int]:
    model = type(asset)
    with transaction.atomic():
        now = model.objects.select_for_update(of=("self",)).get(pk=asset.pk)
        if now.file.name != asset.file.name:
            return _begin_anew(now)
        changes: dict[str, Any] = {"technical": technical, "state_reason": Reason()}
        if isinstance(asset, Document):
            changes |= {"page_count": pages, "state": AssetState.WORKING}
            _lay_out(asset, pages)
        else:
            changes["state"] = AssetState.READY
        model.objects.filter(pk=asset.pk).update(**changes)
        for name, value in changes.items():
            setattr(now, name, value)
        log_event(asset, EventName.METADATA_READ, pages=pages, problem=technical.get("metadata_problem", ""))
        asset_changed.send(sender=model, kind=asset.kind, asset_id=asset.pk, facts=True, asset=now)
        if isinstance(asset, Document) and is_settled(asset.pk):
            # A repeated examination finds nothing left to read: nobody else would set the state.
            settle_document(asset)
    if not pages:
        return []
    waiting = Page.objects.filter(document_id=asset.pk, state=PageState.WAITING)
    return list(waiting.order_by("number").values_list("number", flat=True))


def _begin_anew(asset: Asset) -> list[int]:
    """Forget what was made of a file that another replaced meanwhile, and have that one examined."""
    if isinstance(asset, Photo):
        asset.renditions.all().delete()
    # Not imported above: the tasks import this module.
    from archive.tasks import enqueue_examination  # noqa: PLC0415

    enqueue_examination(asset)
    return []


def _lay_out(document: Document, pages: int) -> None:
    for start in range(1, pages + 1, PAGE_BATCH):
        numbers = range(start, min(start + PAGE_BATCH, pages + 1))
        Page.objects.bulk_create([Page(document=document, number=n) for n in numbers], ignore_conflicts=True)
    # Pages of a file that was replaced: those this file has too come back to be read, the others are gone.
    of_document = Page.every.filter(document=document)
    of_document.filter(number__lte=pages, state=PageState.GONE).update(state=PageState.WAITING)
    of_document.filter(number__gt=pages).exclude(state=PageState.GONE).update(state=PageState.GONE)


def _end(asset: Asset, technical: dict[str, Any], reason: Reason, state: AssetState) -> None:
    with transaction.atomic():
        type(asset).objects.filter(pk=asset.pk).update(state=state, state_reason=reason, technical=technical)
        name = EventName.LOCKED if state == AssetState.LOCKED else EventName.FAILED
        log_event(asset, name, reason=reason.as_dict())
        asset_changed.send(sender=type(asset), kind=asset.kind, asset_id=asset.pk, facts=True)
