"""Map the addresses of finding and of records."""

from django.urls import path

from search.web import record, reference, search

localized = [
    path("search/", search.search, name="search"),
    path("api/", reference.show, name="api-docs"),
from search.web import like, record, search, suggest

localized = [
    path("search/", search.search, name="search"),
    path("search/suggest/", suggest.suggest, name="suggest"),
    path("record/<str:pid>/", record.show, name="record"),
    path("record/<str:pid>/like/", like.like, name="like"),
]
unlocalized = [
    path("r/<str:pid>/", record.permalink, name="permalink"),
]
