"""Name what cannot be done in the catalog."""

from __future__ import annotations


class NotPossible(RuntimeError):
    """Raised when a deposit's state does not allow what is asked; the message is an English sentence to translate."""
