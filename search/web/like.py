"""Show the records that are like one, and make the shelf of them for its page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from catalog.access import Audience, audience_of
from catalog.models import Record
from catalog.queries import hidden_assets, record_by_pid
from catalog.vocabulary.identifiers import PidNotValid, normalize_pid
from catalog.web.throttle import throttled
from search.finding.similar import MOST, similar_records
from search.finding.types import Found
from search.web.hits import ShownHit, shown_hit
from search.web.state import SearchState

A_MINUTE = 60


@require_safe
@throttled("like", limit=A_MINUTE)
def like(request: HttpRequest, pid: str) -> HttpResponse:
    """List the records that are most like one the visitor may see; hidden and absent look the same."""
    try:
        own = normalize_pid(pid)
        audience = audience_of(request.user)
        record = record_by_pid(own, audience)
    except (PidNotValid, Record.DoesNotExist) as error:
        raise Http404 from error
    if own != pid:
        return HttpResponseRedirect(reverse("like", args=[own]))
    title, language = record.title_and_language()
    context = {
        "title": title,
        "title_lang": language,
        "record_url": record.get_absolute_url(),
        "hits": shelf(record, audience, MOST),
    }
    response = render(request, "search/like.html", context)
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, private=True, no_cache=True)
    return response


def shelf(record: Record, audience: Audience, limit: int) -> list[ShownHit]:
    """Return what is shown of the records most like one."""
    found = similar_records(record, audience, limit)
    hidden = hidden_assets(found, audience)
    return [shown_hit(Found(each, 0.0, (), 0), SearchState(), hidden) for each in found]
