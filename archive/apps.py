"""Register the archive app: bytes and what they contain."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    """Hold originals, their facts, their pages and their events."""

    name = "archive"
    verbose_name = _("Archive")

    def ready(self) -> None:
        """Connect the receivers."""
        from archive import receivers  # noqa: F401, PLC0415 - receivers need loaded models
