"""Writes the Cyrillic and 2026 Latin interface catalogs from the Uzbek one."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pages.operations.spell_catalogs import spell_catalogs


class Command(BaseCommand):
    help = "Write the Cyrillic and 2026 Latin catalogs from locale/uz and locale_libraries/uz."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--check``: write nothing, fail when something would change."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail if a catalog is out of step")

    def handle(self, *args: Any, **options: Any) -> None:
        """Spell and say what changed."""
        changed = spell_catalogs(root=settings.PROJECT_DIR, write=not options["check"])
        for path in changed:
            self.stdout.write(f"{path}: {'out of step' if options['check'] else 'written'}")
        if changed and options["check"]:
            raise CommandError("Run `manage.py spell_catalogs` and commit the result.")
