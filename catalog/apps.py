"""Register the catalog app: records and who may see them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """Describe assets as records and guard the door to their bytes."""

    name = "catalog"
    verbose_name = _("Catalog")

    def ready(self) -> None:
        """Connect the receivers."""
        from catalog import receivers  # noqa: F401, PLC0415 - receivers need loaded models
