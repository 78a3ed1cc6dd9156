"""The embedded engine: Tantivy, one directory for each generation of an index."""

from search.engines.tantivy.engine import TantivyEngine
from search.engines.tantivy.writing import WriterSettings

__all__ = ["TantivyEngine", "WriterSettings"]
