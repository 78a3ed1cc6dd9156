"""Tell crawlers which addresses are for readers alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# A search that is narrowed, sorted or turned is one of endlessly many views of what stands elsewhere; the same holds
# for a record opened with a query. The bare search page and the record itself stay open.
RULES = """User-agent: *
Disallow: /admin/
Disallow: /*/search/?
Disallow: /*/search/advanced/?
Disallow: /*/search/facet/
Disallow: /*/search/export/
Disallow: /*/record/*/download/
Disallow: /*/record/*?q=
Disallow: /*/record/*&hit=
Disallow: /r/*?
"""


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """Answer ``/robots.txt``."""
    return HttpResponse(RULES, content_type="text/plain; charset=utf-8")
