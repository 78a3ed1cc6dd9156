"""Load the starter vocabulary from the command line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from catalog.operations.load_vocabulary import load_vocabulary


class Command(BaseCommand):
    """Add what is missing of the starter vocabulary; rows that are there stay as they are."""

    help = "Add the starter vocabulary (customs, museum, archive; places) in Uzbek, Russian and English."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load, and say how many terms were added."""
        loaded = load_vocabulary()
        self.stdout.write(f"Added {loaded.added} terms; {loaded.held} were there.")
