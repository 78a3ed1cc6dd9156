"""Make PDF copies of the files of office programs with LibreOffice, and tell what these files are."""

from archive.extract.office.converting import OfficeLimits, convert_to_pdf
from archive.extract.office.errors import OfficeError, OfficeProgramMissing, OfficeStuck, OfficeUnreadable
from archive.extract.office.types import OFFICE_TYPES

__all__ = [
    "OFFICE_TYPES",
    "OfficeError",
    "OfficeLimits",
    "OfficeProgramMissing",
    "OfficeStuck",
    "OfficeUnreadable",
    "convert_to_pdf",
]
