"""Mark a file as failed when the task that examined it ended without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from archive.choices import AssetState, EventName
from archive.operations.log_event import log_event
from archive.queries import MODELS
from archive.reasons import Reason
from archive.signals import asset_changed

if TYPE_CHECKING:
    from catalog.models import User

NOT_EXAMINED = gettext_noop("The examination of this file ended without an answer (%(detail)s). Have it read again.")
LONGEST_DETAIL = 200
OPEN_STATES = (AssetState.WAITING, AssetState.WORKING)


def not_done(detail: str) -> Reason:
    """Return the reason of a task that ended unforeseen; ``detail`` names the error."""
    return Reason("not_examined", NOT_EXAMINED, {"detail": detail[:LONGEST_DETAIL]})


def give_up_asset(*, kind: str, asset_id: int, reason: Reason, user: User | None = None) -> bool:
    """Set an asset that still waits or is examined to failed; return False where it is not, or is gone."""
    model = MODELS[kind]
    with transaction.atomic():
        waiting = model.objects.filter(pk=asset_id, state__in=OPEN_STATES)
        if not waiting.update(state=AssetState.FAILED, state_reason=reason):
            return False
        log_event(model.objects.get(pk=asset_id), EventName.FAILED, user=user, reason=reason.as_dict())
        asset_changed.send(sender=model, kind=kind, asset_id=asset_id, facts=False)
    return True
