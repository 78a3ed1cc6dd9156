"""What is hidden changes no answer: all is as it would be if it had never been taken in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Q

from archive.models import Document, Photo, Recording
from catalog.models import Agent, Place, Record, Subject
from tests.contract.access.addresses import ADDRESSES, OfMany
from tests.contract.access.site import COMMON, LABELS, OPEN, AccessSite, Asker
from tests.contract.access.test_matrix import told

# The site itself is built outside of any test: this has the database made.
pytestmark = pytest.mark.django_db

RELATED = ("/uz/record/{pid}/", "/uz/record/{pid}/like/", "/api/v1/records/{pid}/search?q={word}")
NAMES: dict[Any, str] = {Agent: "record_agents__agent", Subject: "subjects", Place: "places"}
"""How a record leads to its names."""
NONSENSE = "bixtikol"
SCORES = re.compile(r'"score": [0-9.]+, ')
"""A score tells how rare a word is in all that is held; see docs/decisions/one-access-rule.md."""


def words_of(site: AccessSite) -> list[str]:
    """Return a word that all have, one that none has, and one of each sort that only something hidden has."""
    found = [COMMON, NONSENSE]
    for place, label in enumerate(("accredited", "staff", "embargo", "draft")):
        thing = next(each for each in site.things if each.record_label == label and each.kind == "document")
        # The title, a subject, a text and a person's name take turns; so do whole words and beginnings.
        found.append((thing.record_words[0], thing.record_words[3], thing.file_words[1], thing.record_words[2])[place])
    shared = next(each for each in site.things if each.name == "recording shared")
    return [*found, shared.file_words[1], found[3][:5]]


def questions(site: AccessSite) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every address that tells of many, with each word, and what is posted."""
    shown = [thing.record.pid for thing in site.things if thing.record and thing.record_label == "public"]
    for word in words_of(site):
        for row in ADDRESSES.values():
            if isinstance(row, OfMany):
                # Every path with the common word; with each other word the plainest that takes one.
                for path in row.paths if word == COMMON else [path for path in row.paths if "%s" in path][:1]:
                    yield path.replace("%s", word), {}
                for path, given in row.posts[-1:]:
                    yield path, {name: text.replace("%s", word) for name, text in given.items()}
    for path in RELATED:
        for pid in shown:
            yield path.format(pid=pid, word=COMMON), {}


def answers(site: AccessSite, asker: Asker) -> dict[str, list[str]]:
    """Return all answers to one who asks."""
    found = {}
    for path, given in questions(site):
        asker.get("/robots.txt")
        response: Any = asker.client.post(path, given) if given else asker.get(path)
        lines = [SCORES.sub("", line) for line in told(response, "-") if not line.startswith("ETag: ")]
        found[f"{path} {given or ''}"] = lines
    return found


def remove_all_but(site: AccessSite, standing: str) -> None:
    """Remove all that those of a standing may not see, as if it had never been taken in."""
    kept = [thing.record.pk for thing in site.things if thing.record and thing.record_label in OPEN[standing]]
    Record.objects.exclude(pk__in=kept).delete()
    for model, kind in ((Photo, "photo"), (Document, "document"), (Recording, "recording")):
        shown = [t.asset.pk for t in site.things if t.kind == kind and t.file_label in OPEN[standing]]
        for asset in model.objects.exclude(pk__in=shown):
            asset.delete()
    for names, path in NAMES.items():
        names.objects.filter(~Q(pk__in=Record.objects.values(path))).delete()
    for record in Record.objects.all():
        record.save()
    site.drain()


def test_what_is_hidden_changes_no_answer(searched_site: AccessSite) -> None:
    site = searched_site
    assert set(LABELS) > OPEN["accredited"] > OPEN["public"]
    staff, accredited, anyone = site.main_askers[2], site.asker("accredited"), site.asker("anyone")
    for_staff, before = answers(site, staff), {asker.name: answers(site, asker) for asker in (accredited, anyone)}
    faults = []
    for asker in (accredited, anyone):
        remove_all_but(site, asker.standing)
        for path, lines in answers(site, asker).items():
            if (was := before[asker.name][path]) != lines:
                faults.append(f"{asker.name} at {path}: {sorted({*was} ^ {*lines})[:6]}")
    assert not faults, "\n".join(faults)
    same = [path for path, lines in for_staff.items() if lines == before["anyone"][path] and NONSENSE not in path]
    # What is asked is asked well: to the staff, nearly every answer is another.
    assert len(same) < len(for_staff) / 3, "\n".join(same)
