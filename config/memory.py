"""Keep the collection of garbage from stopping a process that answers people."""

from __future__ import annotations

import gc

THRESHOLDS = (10_000, 20, 50)


def begin_loading() -> None:
    """Look for no garbage until ``settle_memory``: what a start loads stays, and looking takes a sixth of its time."""
    gc.disable()


def settle_memory() -> None:
    """Leave all that is loaded out of later collections, and make these rare.

    Call once the code is loaded. A full collection walks over every object of Django and Wagtail: 0.2 to 0.4 seconds,
    in the middle of somebody's search. There is none here either: the garbage of a start is 8,000 small objects.
    """
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
