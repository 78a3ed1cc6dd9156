"""Hold the client of this process, ask with it, and raise only errors of the Protocol."""

from __future__ import annotations

import os
import threading
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from elastic_transport import ApiError, TlsError, TransportError
from elastic_transport import ConnectionError as CannotConnect
from elasticsearch import Elasticsearch

from search.engines.elasticsearch.failures import translated
from search.engines.elasticsearch.settings import ClusterSettings
from search.engines.errors import EngineUnavailable


class Connection:
    """Connections to the hosts of a cluster, opened at the first question of each process and after ``close``."""

    def __init__(self, settings: ClusterSettings) -> None:
        self.settings = settings
        self._client: Elasticsearch | None = None
        self._process = 0
        self._lock = threading.Lock()

    @property
    def client(self) -> Elasticsearch:
        """Return the client; sockets opened before a fork belong to the parent, so a child gets its own."""
        if self._client is None or self._process != os.getpid():
            with self._lock:
                if self._client is None or self._process != os.getpid():
                    self._client = _made(self.settings)
                    self._process = os.getpid()
        return self._client

    def ask(self, action: str, question: Callable[[Elasticsearch], Any]) -> Any:
        """Return the answer to a question that changes nothing; a host that does not answer is passed over once."""
        return self._ask(action, self.settings.read_timeout_s, question, tries=1 + len(self.settings.hosts))

    def change(self, action: str, question: Callable[[Elasticsearch], Any]) -> Any:
        """Return the answer to a question that changes something; it is asked once."""
        return self._ask(action, self.settings.write_timeout_s, question, tries=1)

    def close(self) -> None:
        """Close the connections of this process."""
        with self._lock:
            client, self._client = self._client, None
            if client is not None and self._process == os.getpid():
                client.close()

    def _ask(self, action: str, timeout_s: float, question: Callable[[Elasticsearch], Any], *, tries: int) -> Any:
        client = self.client.options(request_timeout=timeout_s)
        for left in reversed(range(tries)):
            try:
                return question(client)
            except CannotConnect as error:
                # A connection kept open may have been closed by the other side meanwhile.
                if left and not isinstance(error, TlsError):
                    continue
                raise translated(action, error, self.settings.hosts) from error
            except (ApiError, TransportError) as error:
                raise translated(action, error, self.settings.hosts) from error
        raise AssertionError("a question is asked at least once")


def _made(settings: ClusterSettings) -> Elasticsearch:
    try:
        return Elasticsearch(**client_options(settings))
    except (OSError, ValueError) as error:
        # An address that is none.
        raise EngineUnavailable(f"Elasticsearch cannot be asked with these settings: {error}") from error


def client_options(settings: ClusterSettings) -> dict[str, Any]:
    """Return what the client is made with. It never repeats a request by itself: only we know what may be repeated."""
    options: dict[str, Any] = {"hosts": list(settings.hosts), "max_retries": 0, "retry_on_timeout": False}
    if settings.api_key:
        options["api_key"] = settings.api_key
    elif settings.user:
        # Encoded here, for the client knows ASCII alone.
        options["basic_auth"] = b64encode(f"{settings.user}:{settings.password}".encode()).decode()
    if settings.ca_file and any(host.startswith("https:") for host in settings.hosts):
        options["ca_certs"] = settings.ca_file
    return options
