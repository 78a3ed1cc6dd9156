"""Take a secret that somebody shows, and return the key it belongs to."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from catalog.models import ApiKey
from catalog.operations.issue_api_key import digest_of

NOTED_EVERY = timedelta(minutes=10)
"""How exactly the last use is kept; noting each request would write as often as programs read."""
LONGEST_SECRET = 200


class KeyRefused(Exception):
    """A secret that opens nothing; the message says why, to whoever holds it."""


def use_api_key(*, secret: str) -> ApiKey:
    """Return the valid key of a secret, with its owner, and note that it was used. Raises KeyRefused."""
    key = _key_of(secret)
    if key is None:
        raise KeyRefused("This API key is not known. Check that it was copied whole, from “fonds_” to its end.")
    if key.revoked_at is not None:
        raise KeyRefused(f"The API key {key.prefix}… was revoked. Ask the institution for a new one.")
    if key.has_expired():
        raise KeyRefused(f"The API key {key.prefix}… has expired. Ask the institution for a new one.")
    if not key.owner.is_active:
        raise KeyRefused(f"The log-in that the API key {key.prefix}… belongs to has been closed.")
    _note_use(key)
    return key


def _key_of(secret: str) -> ApiKey | None:
    if not secret.isascii() or len(secret) > LONGEST_SECRET:
        return None
    return ApiKey.objects.select_related("owner").filter(secret_sha256=digest_of(secret)).first()


def _note_use(key: ApiKey) -> None:
    now = timezone.now()
    long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - NOTED_EVERY)
    if key.last_used_at is None or key.last_used_at < now - NOTED_EVERY:
        ApiKey.objects.filter(long_ago, pk=key.pk).update(last_used_at=now)
