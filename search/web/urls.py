"""Map the addresses of finding and of records."""

from django.urls import path

from search.web import record, reference, search

localized = [
    path("search/", search.search, name="search"),
    path("api/", reference.show, name="api-docs"),
    path("record/<str:pid>/", record.show, name="record"),
]
unlocalized = [
    path("r/<str:pid>/", record.permalink, name="permalink"),
]
