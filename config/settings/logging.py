"""Logs on standard error: one JSON object a line in production, readable lines otherwise."""

from typing import Any

from config.environment import read_environment

_environment = read_environment()

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "config.logs.JsonFormatter"},
        "text": {"format": "%(asctime)s %(levelname)-7s %(name)s: %(message)s", "datefmt": "%H:%M:%S"},
    },
    "handlers": {
        "stream": {"class": "logging.StreamHandler", "formatter": _environment.log_format},
        "none": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stream"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # A stranger who sends another host name is not an event worth a traceback.
        "django.security.DisallowedHost": {"handlers": ["none"], "propagate": False},
        "axes": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "rq": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "ERROR"},
        "PIL": {"level": "WARNING"},
        "pyvips": {"level": "WARNING"},
        "botocore": {"level": "WARNING"},
        # It would tell of every question, and of every host that is away, which we say ourselves.
        "elastic_transport": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
    },
}
