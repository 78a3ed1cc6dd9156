"""Revoke a key, at once and for good."""

from __future__ import annotations

from django.utils import timezone

from catalog.models import ApiKey


def revoke_api_key(*, key: ApiKey) -> bool:
    """Let the key open nothing any more; say whether it did until now."""
    found = ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True)
    return bool(found.update(revoked_at=timezone.now()))
