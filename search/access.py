"""Read the one access rule as a filter of the engine."""

from __future__ import annotations

from catalog.access import Audience
from catalog.choices import Access
from search.query.filters import Either, Every, Filter, In, Range


def access_filters(audience: Audience) -> tuple[Filter, ...]:
    """Return the filters that leave an audience what it may see; none for those who see everything.

    An embargo lifts by itself: the day it ends stands in the index, the day of asking in the filter.
    """
    if audience.sees_everything:
        return ()
    lifted = Every((In("access", (Access.EMBARGO.value,)), Range("open_on", lte=audience.on.toordinal())))
    return (Either((In("access", tuple(sorted(audience.labels))), lifted)),)
