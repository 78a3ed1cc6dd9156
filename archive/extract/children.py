"""Start programs so that they end with the process that started them, however that one ends."""

ENDS_WITH_US = ("setpriv", "--pdeathsig", "KILL", "--")
"""Begins a command. A killed worker can end nothing itself: without this its ffmpeg would go on for hours, beside the
one that the next worker starts for the same film."""
