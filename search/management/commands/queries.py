"""Show which queries of the public are counted, and forget them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.finding.popular import counted_queries
from search.operations.note_query import forget_queries


class Command(BaseCommand):
    """List counted queries, or delete what was counted."""

    help = "Show which public queries are counted and which of them are suggested; forget one or all."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what to forget."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--forget", metavar="TEXT", help="delete what was counted of one query")
        what.add_argument("--forget-all", action="store_true", help="delete everything that was counted")
        parser.add_argument("--limit", type=int, default=50, help="how many to show")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Delete what was named, else list."""
        if options["forget"] or options["forget_all"]:
            count = forget_queries(text=options["forget"])
            self.stdout.write(f"{count} counts deleted.")
            return
        for each in counted_queries(options["limit"]):
            mark = "suggested" if each.is_popular else ""
            self.stdout.write(f"{each.askers:6} on {each.days:3} days  {each.text}  {mark}".rstrip())
