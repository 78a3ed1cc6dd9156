"""Search from the command line, with the answer the site would give."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.translation import get_language

from catalog.access import Audience, audience_of
from catalog.models import User
from search.engines.errors import EngineError
from search.exports.shapes import Shape, written
from search.exports.walk import Export, batches_of
from search.finding.batch import answer_lines
from search.finding.batch_csv import csv_rows
from search.finding.filters import Filters, UnknownFilter, check_filter_name, read_filters
from search.finding.find import find
from search.finding.plain import as_json, as_lines
from search.finding.types import MOST_PER_PAGE, Question, Sort


class Command(BaseCommand):
    """Answer one query, or one query a line of standard input."""

    help = "Search as the site does: how the query was read, totals, facets, records and their best pages."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("query", metavar="QUERY", help="what to look for; - reads one query a line")
        parser.add_argument("--user", metavar="NAME", help="answer as for this log-in name (default: the public)")
        told = "narrow, or leave out with not_NAME=VALUE; may be repeated"
        parser.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE", help=told)
        parser.add_argument("--sort", choices=[sort.value for sort in Sort], help="order of the records")
        parser.add_argument("--limit", type=int, default=10, metavar="N", help=f"records shown, 1 to {MOST_PER_PAGE}")
        parser.add_argument("--exactly", action="store_true", help="search words only as typed")
        parser.add_argument("--json", action="store_true", help="print JSON")
        shapes = [shape.value for shape in Shape]
        parser.add_argument("--export", choices=shapes, help="print all records found, however many, for a file")
        parser.add_argument("--csv", action="store_true", help="with -: print one CSV line a query: counts, first hits")
        parser.add_argument("--phrases", action="store_true", help="with --csv: take each line as a phrase")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Answer; with several queries one JSON line each."""
        audience = _audience(options["user"])
        filters = _filters(options["filter"])
        if not 1 <= options["limit"] <= MOST_PER_PAGE:
            raise CommandError(f"--limit goes from 1 to {MOST_PER_PAGE}.")
        sort = Sort(options["sort"]) if options["sort"] else None

        def question(text: str) -> Question:
            return Question(text, filters, sort, per_page=options["limit"], exactly=options["exactly"])

        if options["export"]:
            self._export(question(options["query"]), audience, Shape(options["export"]))
            return
        if options["csv"]:
            self._answer_in_csv(options, audience)
            return
        if options["query"] != "-":
            self._answer(question(options["query"]), audience, in_lines=not options["json"])
            return
        for line in sys.stdin:
            self._answer(question(line.strip()), audience, in_lines=False)

    def _export(self, question: Question, audience: Audience, shape: Shape) -> None:
        if question.text == "-":
            raise CommandError("--export takes one query, not - for many.")
        export = Export(question, audience, get_language() or "uz", settings.WAGTAILADMIN_BASE_URL)
        try:
            for piece in written(batches_of(export), shape):
                self.stdout.write(piece, ending="")
        except EngineError as error:
            raise CommandError(str(error)) from error

    def _answer_in_csv(self, options: dict[str, Any], audience: Audience) -> None:
        if options["query"] != "-" or options["filter"] or options["sort"]:
            raise CommandError("--csv reads queries from standard input (QUERY is -) and takes no filter and no sort.")
        lines = (line.strip() for line in sys.stdin)
        answers = answer_lines(
            (line for line in lines if line), audience, exactly=options["exactly"], as_phrases=options["phrases"]
        )
        site = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        for row in csv_rows(answers, lambda record: f"{site}{reverse('permalink', args=[record.pid])}"):
            self.stdout.write(row, ending="")
            self.stdout.flush()

    def _answer(self, question: Question, audience: Audience, *, in_lines: bool) -> None:
        answer = find(question, audience)
        text = "\n".join(as_lines(answer)) if in_lines else json.dumps(as_json(answer), ensure_ascii=False)
        self.stdout.write(text)
        self.stdout.flush()


def _audience(name: str | None) -> Audience:
    if name is None:
        return audience_of(None)
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no user {name!r}.")
    return audience_of(user)


def _filters(given: list[str]) -> Filters:
    values: dict[str, list[str]] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise CommandError(f"A filter is written name=value, not {each!r}.")
        try:
            check_filter_name(name)
        except UnknownFilter as error:
            raise CommandError(str(error)) from error
        values.setdefault(name, []).append(value)
    return read_filters(values)
