"""Hold the rights statements: the twelve of RightsStatements.org and those of Creative Commons, as data.

Sources: RightsStatements.org vocabulary 1.0, https://rightsstatements.org/page/1.0/, and Creative Commons,
https://creativecommons.org/licenses/; the Uzbek and some Russian wordings are ours, the addresses are theirs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

_DATA = Path(__file__).parent / "data" / "rights.json"


class Tone(StrEnum):
    """How freely a thing may be used; the names are those of the palette."""

    FREE = "green"
    ON_CONDITION = "ochre"
    CLOSED = "wax"


class RightsUnknown(KeyError):
    """A code that is in neither vocabulary."""


@dataclass(frozen=True, slots=True)
class RightsStatement:
    """A rights statement: stable code, its public address, label and one-sentence summary by "uz", "ru", "en"."""

    code: str
    uri: str
    tone: Tone
    labels: dict[str, str]
    summaries: dict[str, str]

    def label(self, language: str) -> str:
        """Return the label in an interface language ("uz-cyrl" gives the Latin, an unknown one the English)."""
        return self.labels.get(language.split("-", maxsplit=1)[0], self.labels["en"])

    def summary(self, language: str) -> str:
        """Return the one-sentence summary in an interface language, chosen as by ``label``."""
        return self.summaries.get(language.split("-", maxsplit=1)[0], self.summaries["en"])


@cache
def statements() -> dict[str, RightsStatement]:
    """Return all statements by code, in the order of the data file: free ones first."""
    entries = json.loads(_DATA.read_text(encoding="utf-8"))["statements"]
    return {
        entry["code"]: RightsStatement(
            entry["code"], entry["uri"], Tone(entry["tone"]), entry["labels"], entry["summaries"]
        )
        for entry in entries
    }


def rights(code: str) -> RightsStatement:
    """Return the statement of a code ("InC", "CC-BY-SA-4.0"). Raises ``RightsUnknown``."""
    try:
        return statements()[code]
    except KeyError:
        raise RightsUnknown(code) from None


def rights_by_uri(uri: str) -> RightsStatement | None:
    """Return the statement with this address, or None.

    Scheme, "www.", a closing slash, "deed" and "legalcode" pages and "/page/" for "/vocab/" do not matter; earlier
    Creative Commons versions (1.0 to 3.0) are other licenses and are not matched.
    """
    try:
        return _by_address().get(_address(uri))
    except ValueError:  # not an address at all
        return None


def _address(uri: str) -> tuple[str, str]:
    parts = urlsplit(uri.strip().lower())
    path = parts.path.replace("/page/", "/vocab/").rstrip("/")
    head, _, last = path.rpartition("/")
    if last.startswith(("deed", "legalcode")):
        path = head
    return parts.netloc.removeprefix("www."), path


@cache
def _by_address() -> dict[tuple[str, str], RightsStatement]:
    return {_address(statement.uri): statement for statement in statements().values()}


CHOICES: tuple[tuple[str, str], ...] = tuple((code, known.labels["en"]) for code, known in statements().items())
