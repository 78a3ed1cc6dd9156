"""Read the words of pages from OCR made elsewhere: ALTO (versions 2 to 4) and hOCR."""

from archive.extract.sidecars.fitting import fitting_pages
from archive.extract.sidecars.opening import page_from_sidecar, scan_beside, sidecar_beside, sidecar_pages
from archive.extract.sidecars.types import SidecarPage, SidecarUnfit, SidecarUnreadable

__all__ = [
    "SidecarPage",
    "SidecarUnfit",
    "SidecarUnreadable",
    "fitting_pages",
    "page_from_sidecar",
    "scan_beside",
    "sidecar_beside",
    "sidecar_pages",
]
