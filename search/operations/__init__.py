"""Keep the index in step with the database: one verb per module."""
