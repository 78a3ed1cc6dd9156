"""Make small files that a careless reader would choke on, each with what is wrong with it and what has to become of it.

Nothing here is dangerous to hold on disk: the biggest file has a few megabytes, and what promises more is a hole.
"""

from archive.specimens.hostile.corpus import GROUPS, cases, group
from archive.specimens.hostile.folders import lay_out
from archive.specimens.hostile.singles import (
    MAKERS,
    PASSWORD,
    HostileFile,
    broken_pdf,
    empty_file,
    encrypted_pdf,
    jpeg,
    pixel_bomb,
    plain_noise,
    truncated_jpeg,
    wrong_extension,
)
from archive.specimens.hostile.types import TAKEN, UNPACKED, Case

__all__ = [
    "GROUPS", "MAKERS", "PASSWORD", "TAKEN", "UNPACKED", "Case", "HostileFile", "broken_pdf", "cases", "empty_file",
    "encrypted_pdf", "group", "jpeg", "lay_out", "pixel_bomb", "plain_noise", "truncated_jpeg", "wrong_extension",
]  # fmt: skip
