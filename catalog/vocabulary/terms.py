"""Read the starter vocabulary: terms of customs, museum and archive, and places, in Uzbek, Russian and English."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Term:
    """A term by its names; ``broader`` is the slug of the wider term, "" at the top. Positions in degrees, WGS 84."""

    slug: str
    uz: str
    ru: str
    en: str
    variants: tuple[str, ...] = ()
    broader: str = ""
    position: tuple[float, float] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names in the three languages."""
        return (self.uz, self.ru, self.en)


@cache
def subject_terms() -> tuple[Term, ...]:
    """Return the subjects, by slug."""
    return _read("subjects.tsv")


@cache
def place_terms() -> tuple[Term, ...]:
    """Return the places, by slug."""
    return _read("places.tsv")


def _read(name: str) -> tuple[Term, ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(_term(row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _term(row: dict[str, str]) -> Term:
    latitude, longitude = row.get("latitude", ""), row.get("longitude", "")
    return Term(
        slug=row["slug"],
        uz=row["uz"],
        ru=row["ru"],
        en=row["en"],
        variants=tuple(filter(None, row["variants"].split("|"))),
        broader=row.get("broader", ""),
        position=(float(latitude), float(longitude)) if latitude and longitude else None,
    )
