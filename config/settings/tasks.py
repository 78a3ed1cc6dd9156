"""The task queue: rows in the database, or Redis."""

from typing import Any

from config.environment import read_environment

_environment = read_environment()

TASKS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}
RQ_QUEUES: dict[str, dict[str, Any]] = {}

if _environment.queue != "database":
    TASKS["default"] = {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": ["default"]}
    RQ_QUEUES["default"] = {"URL": _environment.queue, "DEFAULT_TIMEOUT": 24 * 3600}
