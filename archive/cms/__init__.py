"""The staff side of the archive: what Wagtail's own upload forms check."""
