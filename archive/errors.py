"""Name what can go wrong with assets."""

from __future__ import annotations


class ArchiveError(Exception):
    """The family of the archive's own errors."""


class DuplicateAsset(ArchiveError):
    """Raised when a file's content is already held; names the asset that holds it."""

    def __init__(self, kind: str, asset_id: int) -> None:
        self.kind = kind
        self.asset_id = asset_id
        super().__init__(f"The same content is already held as {kind} {asset_id}.")
