"""Read the rows of a manifest as facts about files: columns mapped to fields, cells to values."""

from catalog.crosswalks.manifest.fields import FIELDS, Field
from catalog.crosswalks.manifest.guessing import guess_columns
from catalog.crosswalks.manifest.rows import Facts, Problem, read_row

__all__ = ["FIELDS", "Facts", "Field", "Problem", "guess_columns", "read_row"]
