"""The task queue (rows in the database, or Redis) and the cache that goes with it."""

from typing import Any

from config.environment import read_environment

_environment = read_environment()

TASKS: dict[str, dict[str, Any]] = {
    # An empty list of queues means that any name will do.
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}
CACHES: dict[str, dict[str, Any]] = {
    # One cache a process: what is kept in it (spellings, request counts) may differ between processes.
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}
RQ_QUEUES: dict[str, dict[str, Any]] = {}

if _environment.queue != "database":
    TASKS["default"] = {
        "BACKEND": "archive.work.redis.RedisBackend",
        "QUEUES": ["high", "default", "pages", "slow", "media", "office", "speech"],
    }
    # The last three have worker processes of their own: converting a film takes as long as it plays.
    for _name in ("high", "default", "pages", "slow", "media", "office", "speech"):
        RQ_QUEUES[_name] = {"URL": _environment.queue, "DEFAULT_TIMEOUT": 24 * 3600}
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _environment.queue}
