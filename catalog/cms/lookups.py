"""Answer the edit form while one types: how a date is understood, derived Cyrillic, names that begin so."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from catalog.cms.record_panels import date_reading
from catalog.models import Agent, Place, Subject
from catalog.queries import authorities_named
from catalog.vocabulary.dates import DateNotUnderstood, parse_date
from catalog.vocabulary.spelling import CYRILLIC, spell

MAX_CHARACTERS = 500
MAX_NAMES = 20


@require_admin_access
@require_safe
def understood(request: HttpRequest) -> JsonResponse:
    """Return how ``?date=`` is read or why not, and ``?uz=`` in Cyrillic letters."""
    try:
        reading = date_reading(parse_date(request.GET.get("date", "")[:MAX_CHARACTERS]))
    except DateNotUnderstood as error:
        reading = gettext(error.message) % error.params
    title = request.GET.get("uz", "")[:MAX_CHARACTERS]
    return JsonResponse({"date": reading, "cyrillic": spell(title, CYRILLIC)})


@require_admin_access
@require_safe
def names(request: HttpRequest, model_name: str) -> JsonResponse:
    """Return up to 20 names of agents, subjects or places that contain ``?q=``."""
    models: dict[str | None, Any] = {model._meta.model_name: model for model in (Agent, Subject, Place)}
    if model_name not in models:
        raise Http404
    wanted = " ".join(request.GET.get("q", "")[:MAX_CHARACTERS].split())
    found = authorities_named(models[model_name], wanted)[:MAX_NAMES] if wanted else []
    return JsonResponse({"names": [str(one) for one in found]})
