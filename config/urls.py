"""Maps addresses to the applications: staff side without, public side with a language prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from config import health
from search.web import urls as search_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health.health, name="health"),
    path("health/live/", health.live, name="health_live"),
    path("api/", include("search.api.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("catalog.web.urls_bytes")),
    path("", include(search_urls.unlocalized)),
]

urlpatterns += i18n_patterns(
    path("", include("catalog.web.urls_pages")),
    path("", include(search_urls.localized)),
    path("", include(wagtail_urls)),
)
