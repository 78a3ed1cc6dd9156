"""The writes of the pages application."""
