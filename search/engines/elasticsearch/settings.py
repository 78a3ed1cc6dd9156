"""Say where a cluster is, who asks it, how its indices are cut and how patient we are."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """One cluster. Times are seconds.

    ``hosts`` are addresses such as ``https://search1.example.org:9200``. Who asks is named by ``api_key``, or by
    ``user`` and ``password``, or not at all. ``ca_file`` holds the certificates by which theirs is checked, if not
    the system's. A write that makes no progress for ``write_timeout_s`` is given up.
    ``is_refreshed_at_once`` makes every batch visible before ``apply`` returns; else it takes a second.
    """

    hosts: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca_file: str = ""
    prefix: str = "fonds"
    shards: int = 1
    replicas: int = 1
    read_timeout_s: float = 10.0
    write_timeout_s: float = 60.0
    is_refreshed_at_once: bool = False
