"""Open deposits, take their files in, and undo them."""
