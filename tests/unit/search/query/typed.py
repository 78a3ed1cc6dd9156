"""What people type, and what nobody would: query texts for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "a", "bojxona", "ўзбек", "oʻzbek", "23-1732", "C++", "a/b", "it's", "1924", "ÖZ", "съезд", "e\u0301", "\u00adz",
    "ʻ", "ß", "İl", "foo:bar",
)  # fmt: skip
SIGNS = (
    " ", " ", " ", '"', "“", "”", "„", "«", "»", "(", ")", "-", "–", " AND ", " OR ", " NOT ", " NEAR ", " NEAR/3 ",
    " w/2 ", " NEAR/", "/", "*", "?", "~", "~1", "~2", "title:", "subject:(", "year:", "date:", "..", "1924..1938",
    "1970s", "1924-05", "17.05.1924", "=", "\\", "'", "\n", ",", ".", "_",
)  # fmt: skip
"""Everything that means something, and what stands beside it."""


def queries() -> st.SearchStrategy[str]:
    """Return texts of any characters, and texts made of words and signs."""
    pieces = st.sampled_from(WORDS + SIGNS)
    return st.one_of(st.text(max_size=80), st.lists(pieces, max_size=30).map("".join))
