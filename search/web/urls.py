"""Map the addresses of finding and of records."""

from django.urls import path

from search.web import advanced, batch, export, facet, like, record, reference, robots, search, suggest

localized = [
    path("search/", search.search, name="search"),
    path("search/advanced/", advanced.advanced, name="search-advanced"),
    path("search/list/", batch.batch, name="search-list"),
    path("search/suggest/", suggest.suggest, name="suggest"),
    path("search/facet/<slug:name>/", facet.show_facet, name="search_facet"),
    path("search/export/", export.export, name="search_export"),
    path("api/", reference.show, name="api-docs"),
    path("record/<str:pid>/", record.show, name="record"),
    path("record/<str:pid>/like/", like.like, name="like"),
]
unlocalized = [
    path("r/<str:pid>/", record.permalink, name="permalink"),
    path("robots.txt", robots.robots, name="robots"),
]
