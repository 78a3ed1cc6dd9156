"""Map the addresses of finding and of records."""

from django.urls import path

from search.web import advanced, batch, record, search

localized = [
    path("search/", search.search, name="search"),
    path("search/advanced/", advanced.advanced, name="search-advanced"),
    path("search/list/", batch.batch, name="search-list"),
    path("record/<str:pid>/", record.show, name="record"),
]
unlocalized = [
    path("r/<str:pid>/", record.permalink, name="permalink"),
]
