"""Name an engine with its place in one line: ``tantivy``, or ``elasticsearch:`` and the addresses of a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from search.engines.errors import EngineError

EMBEDDED = "tantivy"
CLUSTER = "elasticsearch"
PORT = 9200
ADVICE = "write tantivy or elasticsearch:https://host:9200 (several with commas, no password in them)"


class TargetNotUnderstood(EngineError):
    """A line that names no engine."""


@dataclass(frozen=True, slots=True)
class Target:
    """An engine, and the addresses of its cluster, each with its port; none for the embedded engine."""

    engine: str = EMBEDDED
    hosts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.engine}:{','.join(self.hosts)}" if self.hosts else self.engine


def target_of(text: str) -> Target:
    """Read a line. Raises TargetNotUnderstood, saying how to write one."""
    engine, _, listed = text.partition(":")
    if text == EMBEDDED:
        return Target()
    hosts = [host.strip() for host in listed.split(",")]
    if engine != CLUSTER or not all(_is_host(host) for host in hosts):
        raise TargetNotUnderstood(ADVICE)
    return Target(CLUSTER, tuple(host if urlsplit(host).port else f"{host.rstrip('/')}:{PORT}" for host in hosts))


def _is_host(host: str) -> bool:
    """Say whether this is the address of a host and holds no password, which would be shown and logged."""
    parts = urlsplit(host)
    try:
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_whole and not parts.username and not parts.query
