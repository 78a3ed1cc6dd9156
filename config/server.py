"""How gunicorn serves the site: address, processes, time limits."""

import os
from typing import Any

from config.environment import read_environment
from config.memory import begin_loading, settle_memory

begin_loading()
_environment = read_environment()

bind = f"{_environment.bind}:{_environment.port}"
workers = max(2, min(4, os.cpu_count() or 1))
# Five of them at most receive uploads (catalog/web/tus_wire.py); the others are free for readers.
threads = 8
worker_class = "gthread"
# The code is loaded once and shared by the processes; nothing is opened before they part.
preload_app = True
timeout = 120
graceful_timeout = 10
keepalive = 5
# A browser's connection that stays idle must not hold up a stop.
max_requests = 5000
max_requests_jitter = 500
forwarded_allow_ips = "*" if _environment.proxy_count else "127.0.0.1"
accesslog = "-" if _environment.debug else None
# Each HEAD request would be a warning.
loglevel = "error"
proc_name = "fonds"
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Settle before the processes part, so that they share what is loaded."""
    settle_memory()
