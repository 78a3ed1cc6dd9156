"""Register the archive app: bytes and what they contain."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    """Hold originals, their facts, their pages and their events."""

    name = "archive"
    verbose_name = _("Archive")

    def ready(self) -> None:
        """Connect the receivers; say what tasks are called and where failures are kept."""
        from archive import failure_sources, receivers, task_names  # noqa: F401, PLC0415 - they need loaded models

        task_names.name_all()
        failure_sources.name_all()
