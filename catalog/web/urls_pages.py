"""Map the addresses of pages that stand before bytes; they carry a language."""

from django.urls import path

from catalog.web import taking

urlpatterns = [
    path("record/<str:pid>/download/<str:kind>/<uuid:uid>/<str:size>/", taking.take, name="download"),
]
