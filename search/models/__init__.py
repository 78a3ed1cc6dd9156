"""Models of the search application."""

from search.models.build import IndexBuild
from search.models.choice import EngineChoice
from search.models.failure import IndexFailure
from search.models.outbox import OutboxEntry, Priority
from search.models.sweep import IndexSweep

__all__ = ["EngineChoice", "IndexBuild", "IndexFailure", "IndexSweep", "OutboxEntry", "Priority"]
