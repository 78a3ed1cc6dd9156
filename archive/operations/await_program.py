"""Have work wait for a program that is not installed, and take it up when the program is there."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from archive.choices import AssetKind, AssetState, EventName, PageState, WaitingWork
from archive.extract.errors import NeedsProgram
from archive.models import Asset, Document, Page, Recognition, Wait
from archive.operations.log_event import log_event
from archive.queries import MODELS
from archive.reasons import Reason, reason_of
from archive.signals import asset_changed

AT_ONCE = 500


def await_program(*, asset: Asset, error: NeedsProgram, work: WaitingWork, number: int = 0) -> None:
    """Note that work on an asset waits for what ``error`` says is missing; noted twice it waits once."""
    with transaction.atomic():
        row, is_new = Wait.objects.update_or_create(
            work=work, kind=asset.kind, asset_id=asset.pk, number=number,
            defaults={"needs": error.needs[:60], "package": str(error.params.get("package", ""))[:120]},
        )  # fmt: skip
        others = Wait.objects.filter(kind=asset.kind, asset_id=asset.pk, needs=row.needs).exclude(pk=row.pk)
        if is_new and not others.exists():
            # Once for a file, not for each of its thousand pages.
            log_event(asset, EventName.PROGRAM_AWAITED, reason=reason_of(error).as_dict())


def hold_asset(*, asset: Asset, error: NeedsProgram, technical: dict[str, object] | None = None) -> None:
    """Leave a file waiting, with the reason, until a program is there and it is examined again."""
    with transaction.atomic():
        changes: dict[str, object] = {"state": AssetState.WAITING, "state_reason": reason_of(error)}
        if technical is not None:
            changes["technical"] = technical
        type(asset).objects.filter(pk=asset.pk).update(**changes)
        await_program(asset=asset, error=error, work=WaitingWork.EXAMINE)
        asset_changed.send(sender=type(asset), kind=asset.kind, asset_id=asset.pk, facts=False)


def hold_page(*, page: Page, error: NeedsProgram) -> None:
    """Leave a page waiting, with the reason, until a program is there; this attempt does not count."""
    reason = reason_of(error)
    with transaction.atomic():
        claimed = Page.objects.filter(pk=page.pk, state=PageState.READING, claimed_by=page.claimed_by)
        waiting = {"state": PageState.WAITING, "reason": reason, "claimed_by": "", "claimed_at": None}
        if not claimed.update(**waiting, attempts=max(0, page.attempts - 1)):
            return
        busy = Document.objects.filter(pk=page.document_id, state__in=[AssetState.WAITING, AssetState.WORKING])
        busy.update(state=AssetState.WAITING, state_reason=reason)
        await_program(asset=page.document, error=error, work=WaitingWork.READ, number=page.number)


def take_up_waiting(*, missing: Collection[str]) -> int:
    """Have done what waited for programs that are there by now; return how many pieces of work that were.

    ``missing`` names what is still not installed. A few hundred at a time: whoever asks does so every few seconds.
    """
    needed = Wait.objects.order_by().values_list("needs", flat=True).distinct()
    here = [needs for needs in needed if needs not in missing]
    if not here:
        return 0
    with transaction.atomic():
        waits = list(Wait.objects.select_for_update().filter(needs__in=here).order_by("pk")[:AT_ONCE])
        Wait.objects.filter(pk__in=[wait.pk for wait in waits]).delete()
        for wait in waits:
            _take_up(wait)
    return len(waits)


def _take_up(wait: Wait) -> None:
    """Have one piece of work done; what it was to be done on may be gone."""
    from archive import tasks  # noqa: PLC0415 - they call operations that use this module

    if wait.work == WaitingWork.HEAR:
        if Recognition.objects.filter(pk=wait.number).exists():
            tasks.enqueue_hearing(wait.number)
        return
    asset = MODELS[wait.kind].objects.filter(pk=wait.asset_id).first()
    if asset is None:
        return
    if wait.work == WaitingWork.POSTER:
        tasks.enqueue_poster(wait.asset_id)
    elif wait.kind == AssetKind.DOCUMENT and wait.number:
        _take_up_page(wait)
    else:
        type(asset).objects.filter(pk=asset.pk, state=AssetState.WAITING).update(state_reason=Reason())
        tasks.enqueue_examination(asset)


def _take_up_page(wait: Wait) -> None:
    from archive import tasks  # noqa: PLC0415 - they call operations that use this module

    page = Page.objects.only("document_id", "number").filter(document=wait.asset_id, number=wait.number).first()
    if page is None:
        return
    if wait.work == WaitingWork.REREAD:
        tasks.enqueue_rereading(page)
        return
    Page.objects.filter(pk=page.pk, state=PageState.WAITING).update(reason=Reason())
    held = Document.objects.filter(pk=wait.asset_id, state=AssetState.WAITING)
    held.update(state=AssetState.WORKING, state_reason=Reason())
    tasks.enqueue_reading(page)
