"""Change records: one verb a module."""
