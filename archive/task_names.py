"""Say the archive's tasks to people, and what calling one off, trying it again and giving it up means."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext_noop

from archive import tasks
from archive.choices import AssetKind
from archive.models import FixityCheck, Recognition, Replacement
from archive.operations.ask_for_speech import ask_again, call_off_speech, give_up_speech
from archive.operations.carry_out_order import call_off_order, order_things
from archive.operations.give_up_asset import give_up_asset
from archive.operations.prepare_recording import give_up_preparation
from archive.operations.read_again import read_again
from archive.operations.read_page import give_up_page
from archive.queries import MODELS
from archive.reasons import Reason
from archive.work.naming import Subject, Thing, called_off, name_task, name_things

LONGEST_TITLE = 90


def _assets(kind: str, keys: Collection[int]) -> Mapping[int, Thing]:
    rows = MODELS[kind].objects.filter(pk__in=keys).values_list("pk", "original_name", "title")
    return {pk: Thing((name or title)[:LONGEST_TITLE], asset=(kind, pk)) for pk, name, title in rows}


def _behind(model: type[FixityCheck | Replacement], keys: Collection[int]) -> Mapping[int, Thing]:
    """Return the files that checks or replacements are about."""
    rows = list(model.objects.filter(pk__in=keys).values_list("pk", "kind", "asset_id"))
    assets = {kind: _assets(kind, [asset for _, of, asset in rows if of == kind]) for _, kind, _ in rows}
    return {pk: assets[kind][asset] for pk, kind, asset in rows if asset in assets[kind]}


def _recognitions(keys: Collection[int]) -> Mapping[int, Thing]:
    rows = Recognition.objects.filter(pk__in=keys).values_list(
        "pk", "recording_id", "recording__original_name", "recording__title"
    )
    return {
        pk: Thing((name or title)[:LONGEST_TITLE], asset=(AssetKind.RECORDING.value, recording_id))
        for pk, recording_id, name, title in rows
    }


def name_all() -> None:
    """Enter what the archive's tasks are called and about."""
    for kind in MODELS:
        name_things(kind, partial(_assets, kind))
    name_things("recognition", _recognitions)
    name_things("order", order_things)
    name_things("check", partial(_behind, FixityCheck))
    name_things("replacement", partial(_behind, Replacement))
    name_task(
        tasks.examine, gettext_noop("Examining files"), gettext_noop("Examine “%(thing)s”"),
        Subject, call_off=_call_off_examination, give_up=_give_up_examination,
        again=lambda kind, asset_id: read_again(kind=kind, asset_id=asset_id, only=OPEN_PAGES),
    )  # fmt: skip
    name_task(
        tasks.read, gettext_noop("Reading pages"), gettext_noop("Read page %(number)s of “%(thing)s”"),
        _page, call_off=_call_off_page, give_up=_give_up_page,
    )  # fmt: skip
    name_task(
        tasks.reread, gettext_noop("Reading pages aside"),
        gettext_noop("Read page %(number)s of “%(thing)s” again, beside the corrected text"),
        _page, call_off=_drop,
    )  # fmt: skip
    name_task(
        tasks.convert, gettext_noop("Copies of office files"), gettext_noop("Make a copy of “%(thing)s” to read"),
        lambda pk: Subject(AssetKind.DOCUMENT.value, pk),
        call_off=lambda pk, user: _call_off_examination(AssetKind.DOCUMENT, pk, user),
        give_up=lambda pk, reason: _give_up_examination(AssetKind.DOCUMENT, pk, reason),
        again=lambda pk: read_again(kind=AssetKind.DOCUMENT, asset_id=pk, only=OPEN_PAGES),
    )  # fmt: skip
    name_task(
        tasks.prepare, gettext_noop("Copies of sound and film"), gettext_noop("Make the copies of “%(thing)s”"),
        lambda pk: Subject(AssetKind.RECORDING.value, pk), can_stop=True,
        call_off=lambda pk, user: give_up_preparation(recording_id=pk, reason=called_off(), user=user),
        give_up=lambda pk, reason: give_up_preparation(recording_id=pk, reason=reason),
        again=lambda pk: read_again(kind=AssetKind.RECORDING, asset_id=pk),
    )  # fmt: skip
    name_task(
        tasks.cut_poster, gettext_noop("Pictures of films"), gettext_noop("Cut the picture of “%(thing)s”"),
        lambda pk: Subject(AssetKind.RECORDING.value, pk),
    )  # fmt: skip
    name_task(
        tasks.hear, gettext_noop("Writing down speech"), gettext_noop("Write down what is said in “%(thing)s”"),
        lambda pk: Subject("recognition", pk), can_stop=True,
        call_off=lambda pk, user: call_off_speech(recognition_id=pk),
        give_up=lambda pk, reason: give_up_speech(recognition_id=pk, reason=reason),
        again=lambda pk: ask_again(recognition_id=pk),
    )  # fmt: skip
    name_task(
        tasks.forget_images, gettext_noop("Clearing up"), gettext_noop("Delete the copies of a file that was deleted")
    )
    _name_keeping()
    name_task(
        tasks.carry_out, gettext_noop("Orders over many tasks"), gettext_noop("Carry out: %(thing)s"),
        lambda pk: Subject("order", pk), can_stop=True, call_off=lambda pk, user: call_off_order(order_id=pk),
    )  # fmt: skip


def _name_keeping() -> None:
    """Enter the tasks that look after what is kept."""
    name_task(tasks.compare, gettext_noop("Similar photos"), gettext_noop("Look for photos that look alike"))
    name_task(
        tasks.enter, gettext_noop("Upkeep of the staff screens"), gettext_noop("Enter “%(thing)s” into the choosers"),
        Subject,
    )  # fmt: skip
    name_task(tasks.tell_formats, gettext_noop("File formats"), gettext_noop("Tell the formats of new files"))
    name_task(tasks.check_originals, gettext_noop("Fixity checks"), gettext_noop("Check originals in their turn"))
    name_task(
        tasks.check_original, gettext_noop("Fixity checks by hand"), gettext_noop("Check the original of “%(thing)s”"),
        lambda check_id, user_id=None: Subject("check", check_id), call_off=_drop,
    )  # fmt: skip
    name_task(
        tasks.replace, gettext_noop("Replacing files"), gettext_noop("Put a new file in the place of “%(thing)s”"),
        lambda pk: Subject("replacement", pk),
    )  # fmt: skip


OPEN_PAGES = ("parked", "waiting")


def _page(document_id: int, number: int) -> Subject:
    return Subject(AssetKind.DOCUMENT.value, document_id, {"number": number})


def _call_off_examination(kind: str, asset_id: int, user: Any) -> None:
    give_up_asset(kind=kind, asset_id=asset_id, reason=called_off(), user=user)


def _give_up_examination(kind: str, asset_id: int, reason: Reason) -> bool:
    return give_up_asset(kind=kind, asset_id=asset_id, reason=reason)


def _call_off_page(document_id: int, number: int, user: Any) -> None:
    give_up_page(document_id=document_id, number=number, reason=called_off())


def _give_up_page(document_id: int, number: int, reason: Reason) -> bool:
    return give_up_page(document_id=document_id, number=number, reason=reason)


def _drop(*_arguments: Any, user: Any) -> None:
    """Nothing waits for this task; without it all stays as it is."""
