"""Ask for a deposit to be undone; the workers do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.reasons import Reason
from catalog.choices import DepositState, UndoScope
from catalog.errors import NotPossible
from catalog.models import Deposit
from catalog.tasks import enqueue_work

if TYPE_CHECKING:
    from catalog.models import User

NOT_NOW = gettext_noop("Only a deposit that has ended or was stopped can be undone.")


def ask_to_undo(*, deposit: Deposit, scope: UndoScope, user: User | None) -> None:
    """Have a deposit undone by the workers. Raises NotPossible while it runs or when it is undone."""
    with transaction.atomic():
        over = Deposit.objects.filter(pk=deposit.pk, state__in=[DepositState.ENDED, DepositState.CANCELED])
        now = timezone.now()
        asked = over.update(
            state=DepositState.UNDOING, undo_scope=scope, undone_by=user, problem=Reason(), worked_at=now, runner=""
        )
        if not asked:
            raise NotPossible(NOT_NOW)
        enqueue_work(deposit, lanes=1)
