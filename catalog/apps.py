"""Register the catalog app: records and who may see them."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """Describe assets as records and guard the door to their bytes."""

    name = "catalog"
    verbose_name = _("Catalog")

    def ready(self) -> None:
        """Connect the receivers and say what tasks are called."""
        from catalog import receivers, task_names  # noqa: F401, PLC0415 - they need loaded models

        task_names.name_all()

        post_migrate.connect(_found, sender=self, dispatch_uid="catalog.found_cataloguers")


def _found(using: str = "default", **_kwargs: Any) -> None:
    from django.db import connections  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    from catalog.operations.found_cataloguers import found_cataloguers  # noqa: PLC0415 - models are ready only now

    executor = MigrationExecutor(connections[using])
    # A half-way state (`migrate catalog 0001`) lacks tables that the rights belong to.
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        found_cataloguers()
