"""Says whether all originals are intact, and checks them on request."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from archive.choices import FixityState
from archive.fixity_queries import fixity_overview, wrong_checks
from archive.models import FixityPace
from archive.operations.check_due import check_due
from archive.operations.check_fixity import check_fixity
from archive.operations.enter_originals import enter_originals

LISTED = 1000


class Command(BaseCommand):
    help = "Compare stored originals with their checksums; the exit code is 1 where any is damaged or missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", choices=["due", "all", "wrong"],
            help="Check now: what is due, everything, or only what was found wrong; without it the state is printed.",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print and leave with the code."""
        while enter_originals():
            pass
        checked = self._check(options["check"]) if options["check"] else 0
        overview = fixity_overview()
        wrong = list(wrong_checks()[:LISTED])
        if options["json"]:
            self._print_json(checked)
        else:
            counts = ", ".join(f"{overview.counts[state]} {state}" for state in FixityState if state in overview.counts)
            self.stdout.write(f"{overview.total} originals: {counts or 'none'}; {checked} checked now")
            for check in wrong:
                self.stdout.write(f"{check.state}\t{check.kind} {check.asset_id}\t{check.name}\t{check.sha256}")
        if overview.wrong:
            sys.exit(1)

    def _check(self, which: str) -> int:
        if which == "wrong":
            ids = list(wrong_checks().values_list("pk", flat=True))
            return sum(check_fixity(check_id=check_id) is not None for check_id in ids)
        if which == "all":
            FixityPace.objects.update_or_create(pk=1, defaults={"asked_at": timezone.now()})
        return check_due()

    def _print_json(self, checked: int) -> None:
        overview = fixity_overview()
        wrong = [
            {"state": check.state, "kind": check.kind, "asset": check.asset_id, "name": check.name,
             "expected": check.sha256, "found": check.found_sha256,
             "last_good": check.good_at.isoformat() if check.good_at else None}
            for check in wrong_checks()[:LISTED]
        ]  # fmt: skip
        said = {"total": overview.total, "counts": overview.counts, "checked_now": checked, "wrong": wrong}
        self.stdout.write(json.dumps(said))
