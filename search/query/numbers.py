"""Pass over the sign before a number: "No. 23-1732" is printed as № 23-1732, N 23-1732 or bare."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from search.query.syntax import Syntax, Word

_SIGNS = frozenset(("no", "no.", "nr", "nr.", "n°", "nº", "n", "n.", "№"))


def without_number_signs(parts: Sequence[Syntax]) -> tuple[Syntax, ...]:
    """Return the parts but those signs that stand right before a word with a digit."""
    kept = tuple(part for part, after in pairwise(parts) if not (_is_sign(part) and _has_digit(after)))
    return (*kept, parts[-1]) if parts else ()


def _is_sign(part: Syntax) -> bool:
    return isinstance(part, Word) and not (part.is_prefix or part.is_exact) and part.text.casefold() in _SIGNS


def _has_digit(part: Syntax) -> bool:
    return isinstance(part, Word) and any(sign.isdigit() for sign in part.text)
