"""Give each kind of record a room of its own."""
