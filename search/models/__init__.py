"""Models of the search application."""

from search.models.asked_query import AskedQuery
from search.models.build import IndexBuild
from search.models.failure import IndexFailure
from search.models.label_key import LabelKey
from search.models.name_key import NameKey
from search.models.outbox import OutboxEntry, Priority

__all__ = ["AskedQuery", "IndexBuild", "IndexFailure", "LabelKey", "NameKey", "OutboxEntry", "Priority"]
