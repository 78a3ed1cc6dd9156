"""Map the addresses of the interface; they carry no language, and none below /api/ is anybody else's."""

from django.urls import path, re_path

from search.api import pages
from search.api.interface import api

urlpatterns = [
    path("v1/openapi.json", pages.openapi_document, name="api-openapi"),
    re_path(r"^(v1/?|v1/docs/?)?$", pages.to_docs),
    path("v1/", api.urls),
    re_path(r"^.*$", pages.nothing),
]
