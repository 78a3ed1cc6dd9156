"""What every engine does alike: one class of behaviors that the tests of each engine inherit."""

from __future__ import annotations

from tests.contract.engines.finding import FindingBehaviors
from tests.contract.engines.ordering import OrderingBehaviors
from tests.contract.engines.walking import WalkingBehaviors
from tests.contract.engines.writing import WritingBehaviors


class EngineBehaviors(WritingBehaviors, FindingBehaviors, OrderingBehaviors, WalkingBehaviors):
    """Tests are handed two fixtures: ``engine``, one with an active, empty generation of the records index, and

    ``unbuilt``, one that has no generation at all.
    """
