"""Registers the pages application with Django."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Lay the ground of the site once every table exists."""
        post_migrate.connect(_found, sender=self, dispatch_uid="pages.found_site")


def _found(using: str = "default", plan: Any = None, **_kwargs: Any) -> None:
    from django.db import connections  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    from pages.operations.found_site import found_site  # noqa: PLC0415  # models are ready only now

    executor = MigrationExecutor(connections[using])
    # Half-way states (`migrate archive 0001`) have tables our models no longer match, or none.
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        found_site()
