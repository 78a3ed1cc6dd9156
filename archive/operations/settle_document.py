"""Sum a document up once no page of it waits or is being read."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext_noop

from archive.choices import AssetState, EventName, PageState
from archive.models import Document, Page
from archive.operations.log_event import log_event
from archive.queries import is_settled
from archive.reasons import Reason
from archive.signals import asset_changed

PARKED = gettext_noop("%(parked)s of %(pages)s pages could not be read.")


def settle_document(document: Document) -> None:
    """Announce a change of a document's pages and, after the last one, set its state; run inside a transaction."""
    # Two processes that finish the last two pages at once must not each see the other's as still open.
    Document.objects.select_for_update().filter(pk=document.pk).values_list("pk").first()
    settled = is_settled(document.pk)
    if settled:
        _sum_up(document)
    asset_changed.send(sender=Document, kind=document.kind, asset_id=document.pk, facts=settled)


def _sum_up(document: Document) -> None:
    """Set the document's state and the languages of its pages, most frequent first."""
    languages: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for state, spoken in Page.objects.filter(document=document).values_list("state", "languages").iterator():
        states[state] += 1
        languages.update(spoken)
    parked = states[PageState.PARKED]
    state = AssetState.READY if states[PageState.READY] else AssetState.FAILED
    reason = Reason("pages_parked", PARKED, {"parked": parked, "pages": sum(states.values())}) if parked else Reason()
    fresh = Document.objects.get(pk=document.pk)
    technical = {**fresh.technical, "languages": [name for name, _ in languages.most_common()]}
    Document.objects.filter(pk=document.pk).update(state=state, state_reason=reason, technical=technical)
    log_event(document, EventName.READ, pages=states[PageState.READY], parked=parked)
