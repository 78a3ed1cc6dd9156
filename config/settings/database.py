"""The database: SQLite in the data folder, or the PostgreSQL that FONDS_DATABASE_URL names."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config.environment import read_environment

_environment = read_environment()

WITHOUT_COMPILING = "-c jit=off"
"""PostgreSQL compiles what it expects to be long. Our queries are short and many; compiling took most of their time."""


def _sqlite() -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _environment.data / "fonds.sqlite3",
        "OPTIONS": {
            # Take the write lock at the start of a transaction: a later upgrade fails at once
            # with "database is locked", however long the timeout is.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": WITHOUT_COMPILING, **dict(parse_qsl(parts.query))},
    }


DATABASES = {"default": _postgresql(_environment.database_url) if _environment.database_url else _sqlite()}
