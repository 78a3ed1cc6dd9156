"""Commands of the pages application."""
