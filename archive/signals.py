"""Tell downstream that an asset changed; carries ids only.

``asset_changed`` is sent inside the transaction that makes the change, so that a receiver may write its own row in the
same transaction (the search outbox needs that); whatever must wait for the commit uses ``transaction.on_commit``.
Arguments: ``kind`` ("photo", "document", "recording"), ``asset_id``, and ``facts``: true when what the file says about
itself (metadata, number of pages, languages) may have changed, false when only text of a page did; ``asset`` is the
asset as it is now, where the sender holds it.
"""

from django.dispatch import Signal

asset_changed = Signal()

work_missed = Signal()
"""Sent by every supervisor at each beat with ``living``, the ids of the leases that beat: whoever has work that a dead
process may have dropped looks for it and takes it up again. A receiver must be quick when there is none."""
