"""A wire to a server that can be cut, slowed down or used as a trigger at a chosen request."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

_CHUNK = 65_536


class WireCut(Exception):
    """Raised by a fault to end the connection at this place."""


Fault = Callable[[], None]


class Wire:
    """Passes bytes between clients and a server, on a port of this machine; ``address`` is where clients go.

    ``before_bulk`` holds faults by the number of the bulk request (from 1), done when half of its first bytes have
    been passed on; ``before_answer`` those done when the answer to that bulk request comes back.
    """

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._open: set[socket.socket] = set()
        self._listener = _bound(0)
        self._port = self._listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self.before_bulk: dict[int, Fault] = {}
        self.before_answer: dict[int, Fault] = {}
        self.pause_s = 0.0
        self.bulks = 0
        self.come_back()

    def close(self) -> None:
        """Take no more clients."""
        # Without it the thread that accepts would hold on to the port.
        _end(self._listener)
        self._listener.close()

    def go_away(self) -> None:
        """Be for clients as a server that has ended: what is open ends, and nobody listens. The port is kept."""
        self.close()
        self._listener = _bound(self._port)
        for client in list(self._open):
            _end(client)

    def come_back(self) -> None:
        """Listen at the same address again."""
        self._listener.listen()
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            try:
                server = socket.create_connection(self._server, timeout=5)
            except OSError:
                return
            server.settimeout(None)
            self._open.add(client)
            with server:
                back = threading.Thread(target=self._pass_back, args=(server, client), daemon=True)
                back.start()
                with contextlib.suppress(OSError, WireCut):
                    self._pass_on(client, server)
                _end(server)
                _end(client)
            self._open.discard(client)

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        while chunk := client.recv(_CHUNK):
            if b"/_bulk" in chunk.split(b"\r\n", 1)[0]:
                self.bulks += 1
                fault = self.before_bulk.pop(self.bulks, None)
                if fault is not None:
                    server.sendall(chunk[: len(chunk) // 2])
                    fault()
                    chunk = chunk[len(chunk) // 2 :]
            server.sendall(chunk)

    def _pass_back(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError, WireCut):
            while chunk := server.recv(_CHUNK):
                fault = self.before_answer.pop(self.bulks, None)
                if fault is not None:
                    fault()
                time.sleep(self.pause_s)
                client.sendall(chunk)
        _end(client)
        _end(server)


def cut() -> None:
    """End the connection here."""
    raise WireCut


def _bound(port: int) -> socket.socket:
    """Return a socket that holds a port and does not listen: who connects is refused, and nobody else gets it."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
