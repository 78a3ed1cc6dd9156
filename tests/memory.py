"""How much memory a piece of work takes at most, whatever else the process of the tests does meanwhile."""

import gc
import tracemalloc
from collections.abc import Callable

ATTEMPTS = 3


def most_held(work: Callable[[], object], below: int) -> int:
    """Return the most bytes that Python held for ``work`` at a time; what ends below ``below`` is measured once.

    What is counted is the whole process: threads that earlier tests left, and what the end of their garbage sets off.
    That passes; what the work itself holds comes back every time. So the least of three attempts tells.
    """
    peaks: list[int] = []
    while len(peaks) < ATTEMPTS and (not peaks or peaks[-1] >= below):
        gc.collect()
        tracemalloc.start()
        try:
            work()
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    return min(peaks)
