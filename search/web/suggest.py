"""Answer the search box while somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from catalog.access import audience_of
from catalog.choices import AgentType
from catalog.kinds.registry import room_of
from catalog.web.throttle import throttled
from search.finding.suggesting import Suggested, suggestions
from search.web.state import with_query

A_MINUTE = 600
KEPT_SECONDS = 60

GROUPS: dict[str, str | Promise] = {
    "record": _("Records"),
    "creator": _("People and organizations"),
    "place": _("Places"),
    "subject": _("Subjects"),
    "query": _("Popular searches"),
}
_WORDS: dict[str, str | Promise] = {
    "place": _("Place"),
    "subject": _("Subject"),
    "query": pgettext_lazy("noun", "Search"),
}
_ICONS = {"place": "map-pin", "subject": "tag", "query": "search"}
_AGENT_ICONS = {AgentType.PERSON.value: "user-round", AgentType.FAMILY.value: "users", AgentType.BODY.value: "landmark"}


@dataclass(frozen=True, slots=True)
class Option:
    """One suggestion as the list shows it; ``icon`` "" means that of a kind of records."""

    label: str
    lang: str
    said: str
    kind: str
    kind_label: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    label: str
    options: list[Option]


@require_safe
@throttled("suggest", limit=A_MINUTE)
def suggest(request: HttpRequest) -> HttpResponse:
    """Return the suggestions for what is typed so far, as a part of the page."""
    typed = request.GET.get("q", "").replace("\x00", " ")
    found = suggestions(typed, audience_of(request.user))
    context = {"groups": grouped(found), "count": len(found)}
    response = render(request, "search/_suggestions.html", context)
    response["X-Robots-Tag"] = "noindex"
    # Whoever logs in or out must not meet what was suggested before.
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    return response


def grouped(found: Iterable[Suggested]) -> list[Group]:
    """Return suggestions under the names of their groups, in the order in which they come."""
    by_group = groupby(found, key=lambda each: each.group)
    return [Group(name, str(GROUPS[name]), [_option(each) for each in members]) for name, members in by_group]


def _option(each: Suggested) -> Option:
    kind_label, icon = _WORDS.get(each.group, ""), _ICONS.get(each.group, "")
    if each.group == "record":
        kind_label, url = room_of(each.kind).label, reverse("record", args=[each.value])
    elif each.group == "query":
        url = with_query(reverse("search"), [("q", each.value)])
    else:
        url = with_query(reverse("search"), [(each.group, each.value)])
    if each.group == "creator":
        kind_label, icon = AgentType(each.kind).label, _AGENT_ICONS[each.kind]
    return Option(each.label, each.language, each.said, each.kind, str(kind_label), icon, url)
