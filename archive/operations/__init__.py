"""Change what the archive holds: one verb a module."""
