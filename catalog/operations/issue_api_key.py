"""Issue a key to a person's programs."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date

from catalog.models import ApiKey, User

MARK = "fonds_"
"""How every key begins, so that people and scanners of leaked secrets know one."""
PREFIX_BYTES = 4
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key with its secret, which nobody can read again."""

    key: ApiKey
    secret: str


def issue_api_key(
    *, owner: User, name: str, expires_on: date | None = None, created_by: User | None = None
) -> IssuedKey:
    """Make a key that sees what its owner sees, and return it with its secret."""
    prefix = f"{MARK}{secrets.token_hex(PREFIX_BYTES)}"
    secret = f"{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
    key = ApiKey.objects.create(
        owner=owner,
        name=name,
        prefix=prefix,
        secret_sha256=digest_of(secret),
        expires_on=expires_on,
        created_by=created_by,
    )
    return IssuedKey(key, secret)


def digest_of(secret: str) -> str:
    """Return what is stored of a secret. It is 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()
