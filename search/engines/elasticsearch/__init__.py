"""The engine for several hosts: Elasticsearch, one index for each generation and an alias for the active one."""

from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.settings import ClusterSettings

__all__ = ["ClusterSettings", "ElasticsearchEngine"]
