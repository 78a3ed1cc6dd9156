"""Write BagIt packages (RFC 8493) as one tar file that can be broken off and gone on with; no Django, no settings."""

from archive.bags.names import payload_name
from archive.bags.writer import BagMark, BagWriter, ContentDiffers

__all__ = ["BagMark", "BagWriter", "ContentDiffers", "payload_name"]
