"""Registers the search application with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Listen to the catalog and register the records as the first source of things to find."""
        from search import checks, receivers, task_names  # noqa: F401, PLC0415 - connect their functions
        from search.documents.records import RecordSource  # noqa: PLC0415 - needs loaded models
        from search.documents.registry import register  # noqa: PLC0415

        register(RecordSource())
        task_names.name_all()
