"""Name what can go wrong while the metadata embedded in a file is read."""

from __future__ import annotations


class MetadataError(Exception):
    """Root of the family; ``reason_code`` is stable and is stored with events."""

    reason_code = "metadata"


class ExiftoolMissing(MetadataError):
    """The program ``exiftool`` is not installed; on Debian it is in libimage-exiftool-perl."""

    reason_code = "exiftool_missing"

    def __init__(self) -> None:
        super().__init__("The program exiftool is missing. Install the Debian package libimage-exiftool-perl.")


class MetadataTimeout(MetadataError):
    """Reading took longer than the limit; ``seconds`` is the limit."""

    reason_code = "metadata_timeout"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"The metadata could not be read within {seconds:g} seconds.")


class MetadataUnreadable(MetadataError):
    """The file is there but exiftool cannot read metadata from it; ``detail`` is its own word."""

    reason_code = "metadata_unreadable"

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(f"The metadata cannot be read: {detail}.")
