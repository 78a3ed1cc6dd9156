"""Template tags of the pages people see."""
