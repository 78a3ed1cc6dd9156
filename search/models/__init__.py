"""Models of the search application."""

from search.models.asked_query import AskedQuery
from search.models.build import IndexBuild
from search.models.choice import EngineChoice
from search.models.failure import IndexFailure
from search.models.label_key import LabelKey
from search.models.name_key import NameKey
from search.models.outbox import OutboxEntry, Priority
from search.models.sweep import IndexSweep

__all__ = [
    "AskedQuery",
    "EngineChoice",
    "IndexBuild",
    "IndexFailure",
    "IndexSweep",
    "LabelKey",
    "NameKey",
    "OutboxEntry",
    "Priority",
]
