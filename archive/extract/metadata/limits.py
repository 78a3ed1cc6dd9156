"""Say what a process of exiftool may use, and hold it to that."""

from __future__ import annotations

import resource
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExiftoolLimits:
    """What one run of exiftool may use; a run reads at most ``batch_size`` files."""

    program: str = "exiftool"
    seconds_per_file: float = 5.0
    seconds_at_least: float = 20.0
    memory_bytes: int = 1024**3
    output_bytes: int = 64 * 1024**2
    batch_size: int = 50

    def seconds(self, files: int) -> float:
        """Return the time limit in seconds of a run over so many files."""
        return max(self.seconds_at_least, self.seconds_per_file * files)


def limit_process(pid: int, limits: ExiftoolLimits) -> None:
    """Limit memory and output of a process that has been started."""
    # Set from outside: code between fork and exec is not safe in a process with threads.
    try:
        resource.prlimit(pid, resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limits.output_bytes, limits.output_bytes))
    except ProcessLookupError:
        return  # it has already ended
