"""Name what can keep a picture from being measured or drawn."""

from __future__ import annotations


class PictureBroken(Exception):
    """Raised when the bytes of a picture cannot be decoded to their end."""


class PictureTooLarge(Exception):
    """Raised when a picture of a format that is decoded as a whole would need too much memory.

    ``most`` is the number of pixels that such a picture may have.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"more than {most} pixels")
