"""Forgets tasks that ended some time ago, so that the queue's table stays small."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

KEEP_SUCCESSFUL = timedelta(days=2)
KEEP_FAILED = timedelta(days=30)
AT_ONCE = 5_000


def forget_tasks() -> int:
    """Delete at most AT_ONCE ended tasks, the failed ones after a longer time; return how many went."""
    now = timezone.now()
    old = DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL)
    old_failed = DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED)
    ids = list(old.order_by().values_list("id", flat=True)[:AT_ONCE])
    ids += old_failed.order_by().values_list("id", flat=True)[: AT_ONCE - len(ids)]
    gone, _ = DBTaskResult.objects.filter(id__in=ids).delete()
    return gone
