"""Map the addresses of finding and of records."""

from django.urls import path

from search.web import export, facet, record, robots, search

localized = [
    path("search/", search.search, name="search"),
    path("search/facet/<slug:name>/", facet.show_facet, name="search_facet"),
    path("search/export/", export.export, name="search_export"),
    path("record/<str:pid>/", record.show, name="record"),
]
unlocalized = [
    path("r/<str:pid>/", record.permalink, name="permalink"),
    path("robots.txt", robots.robots, name="robots"),
]
