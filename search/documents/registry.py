"""List the sources of things to find; an application adds its own when it is ready."""

from __future__ import annotations

from search.documents.source import Source

_SOURCES: dict[str, Source] = {}


class SourceTaken(ValueError):
    """Raised when two sources want one slug or one prefix."""


def register(source: Source) -> None:
    """Add a source; registering the same class again replaces it."""
    for known in _SOURCES.values():
        if type(known) is not type(source) and (known.slug == source.slug or known.prefix == source.prefix):
            raise SourceTaken(f"The source {source.slug!r} ({source.prefix!r}) is registered already.")
    if len(source.prefix) != 1:
        raise SourceTaken(f"The prefix of a source is one letter, not {source.prefix!r}.")
    _SOURCES[source.slug] = source


def sources() -> tuple[Source, ...]:
    """Return all sources in the order of their registration."""
    return tuple(_SOURCES.values())


def source_of(slug: str) -> Source:
    """Return a source by slug; raises KeyError."""
    return _SOURCES[slug]
