"""Read the words of pages from OCR made elsewhere: ALTO (versions 2 to 4) and hOCR."""

from archive.extract.sidecars.opening import is_sidecar_name, page_from_sidecar, sidecar_beside, sidecar_pages
from archive.extract.sidecars.types import SidecarPage, SidecarUnreadable

__all__ = [
    "SidecarPage",
    "SidecarUnreadable",
    "is_sidecar_name",
    "page_from_sidecar",
    "sidecar_beside",
    "sidecar_pages",
]
