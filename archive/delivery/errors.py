"""Name what can go wrong while a copy is made."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from archive.extract.errors import ExtractError

LOCATION_KEPT = gettext_noop(
    "The file says where it was taken, and this cannot be removed from a file of this format. Take a smaller size."
)


class DeliveryError(ExtractError):
    """The description could not be written into a copy; ``detail`` is what exiftool said."""

    reason_code = "copy_not_described"

    def __init__(self, detail: str) -> None:
        super().__init__(gettext_noop("The description could not be written into a copy: %(detail)s"), detail=detail)


class LocationKept(ExtractError):
    """A file says where it was taken, and that could not be removed from a copy."""

    reason_code = "copy_keeps_location"

    def __init__(self) -> None:
        super().__init__(LOCATION_KEPT)
