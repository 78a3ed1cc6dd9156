"""Name the catalog's background tasks; each takes ids and calls one operation."""

from __future__ import annotations

from django_tasks import task

from catalog.models import User
from catalog.operations.read_records_again import read_records_again


@task()
def read_again(record_ids: list[int], languages: list[str], user_id: int) -> int:
    """Have the documents of records read again; return how many pages wait."""
    user = User.objects.filter(pk=user_id).first()
    return read_records_again(record_ids=record_ids, languages=languages, user=user).pages
