"""Models of the search application."""

from search.models.build import IndexBuild
from search.models.failure import IndexFailure
from search.models.label_key import LabelKey
from search.models.outbox import OutboxEntry, Priority

__all__ = ["IndexBuild", "IndexFailure", "LabelKey", "OutboxEntry", "Priority"]
