"""Make the copy that a visitor takes away: in the size asked for, described inside, its location removed."""

from archive.delivery.copying import CopyOrder, MadeCopy, make_copy
from archive.delivery.description import Description
from archive.delivery.errors import DeliveryError, LocationKept

__all__ = ["CopyOrder", "DeliveryError", "Description", "LocationKept", "MadeCopy", "make_copy"]
