"""Write cells that no table program computes: for every CSV made for people.

Left out on purpose: the ``metadata.csv`` of bags, which a deposit reads back and which must not change on the way.
"""

from __future__ import annotations

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What begins a formula (https://owasp.org/www-community/attacks/CSV_Injection), in full width too."""
_BLANKS = " \u00a0"


def safe_cell(value: object) -> object:
    """Return a value that a table program takes as text: what would begin a formula gets an apostrophe before it.

    Blanks before the sign do not hide it. What is no text, a number above all, stays what it is.
    """
    return f"'{value}" if isinstance(value, str) and value.lstrip(_BLANKS).startswith(FORMULA_SIGNS) else value
