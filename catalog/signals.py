"""Tell downstream that records changed; carries ids only.

``records_changed`` (``record_ids``, ``restricted``, ``fan_out``) and ``records_deleted`` (``record_ids``) are sent
inside the transaction that makes the change: the search outbox writes its rows in the same transaction, so that neither
can be lost without the other. Anything else a receiver does must wait with ``transaction.on_commit``. ``restricted`` is
true when who may see the records may have narrowed: such changes are carried out first. ``fan_out`` is true when only
something that they share was changed, a name: there may be many of them, and other changes go before. ``created`` is
true of records that have just come: nothing is tied to them yet.
"""

from django.dispatch import Signal

records_changed = Signal()
records_deleted = Signal()
findable_asked = Signal()
"""Sent with ``record_ids`` by somebody who waits; returns when every receiver has made these records findable."""

deposit_ended = Signal()
"""Sent with ``deposit_id`` when nothing of a deposit waits any more; it may be sent again when more files come."""
