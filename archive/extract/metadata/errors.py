"""Name what can go wrong while the metadata embedded in a file is read."""

from __future__ import annotations

from archive.extract.errors import ExtractError, NeedsProgram, gettext_noop


class MetadataError(ExtractError):
    """Root of the family; never keeps the rest of a file from being read."""

    reason_code = "metadata"


class ExiftoolMissing(NeedsProgram, MetadataError):
    """The program ``exiftool`` is not installed; on Debian it is in libimage-exiftool-perl."""

    reason_code = "exiftool_missing"

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("The program %(program)s is not installed; install the Debian package %(package)s."),
            program="exiftool",
            package="libimage-exiftool-perl",
        )


class MetadataTimeout(MetadataError):
    """Reading took longer than the limit; ``seconds`` is the limit."""

    reason_code = "metadata_timeout"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        message = gettext_noop("The metadata could not be read within %(seconds)s seconds.")
        super().__init__(message, seconds=f"{seconds:g}")


class MetadataUnreadable(MetadataError):
    """The file is there but exiftool cannot read metadata from it; ``detail`` is its own word."""

    reason_code = "metadata_unreadable"

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(gettext_noop("The metadata cannot be read: %(detail)s."), detail=detail)
