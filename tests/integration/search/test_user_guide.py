"""Every example of the visitors' guide finds what the guide says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from catalog.access import audience_of
from catalog.models import Subject
from config.environment import PROJECT_DIR
from search.finding.find import find
from search.finding.types import Question
from tests.integration.search.conftest import Maker

GUIDE = (PROJECT_DIR / "docs" / "user" / "search.md").read_text("utf-8")
TABLE = GUIDE[: GUIDE.index("## The rules")]
RULES = GUIDE[GUIDE.index("## The rules") : GUIDE.index("## The form")]
PAGES = {
    "seal": "qoʻrgʻoshin tamgʻa va plomba Termiz bojxonasi",
    "paper": "қоғоз пломба Божхона",
    "customs": "таможни и таможенный сбор",
    "form": "bojxonasi sentyabr",
    "seals": "tamgʻa bir ikki uch toʻrt besh olti yetti plomba bojxana",
}
FOUND = {
    "bojxona": "seal paper form",
    "таможня": "customs",
    "termiz bojxonasi": "seal",
    '"qoʻrgʻoshin tamgʻa"': "seal",
    "tamgʻa OR plomba": "seal paper form seals",
    "plomba NOT qogʻoz": "seal form seals",
    "plomba -qogʻoz": "seal form seals",
    "(tamgʻa OR plomba) 1924": "",
    "bojxon*": "seal paper form",
    "b?jxona": "paper",
    "sent*br": "form",
    "bojxana~1": "paper seals",
    "tamgʻa NEAR/5 plomba": "seal",
    "tamgʻa w/5 plomba": "seal",
    '"qoʻrgʻoshin tamgʻa" NEAR (Termiz OR Xiva)': "seal",
    "title:bojxona": "paper",
    "subject:(tamgʻa OR plomba)": "form",
    "=Божхона": "paper",
    "таможня 1920..1990": "customs",
    '"bojxonasi"': "seal form",
    "=bojxonasi": "seal form",
    '="oltin yoʻl"': "",
    "bojxona (xat?)": "",
    '"qoʻrgʻoshin tamgʻa"~5': "seal",
    "1924..1938": "customs",
    "1924-05..1925": "customs",
    "1924..": "customs seals",
    "..1938": "customs",
    "1970s": "seals",
    "date:1924": "customs",
    "date:1924-05-17": "customs",
    "date:17.05.1924": "customs",
    "\\1970s": "",
}


@pytest.fixture
def names(drain: Callable[[], int], make_record: Maker) -> dict[str, str]:
    """Make the records of the examples; return their names by permanent id."""
    more: dict[str, dict[str, Any]] = {
        "paper": {"title_uz": "Bojxona qogʻozlari"},
        "customs": {"date_edtf": "1924-05-17", "languages": ["ru"]},
        "seals": {"date_edtf": "1975"},
    }
    made = {name: make_record([text], **more.get(name, {})) for name, text in PAGES.items()}
    made["form"].subjects.add(Subject.objects.create(slug="plomba", label_uz="plomba"))
    made["form"].save()
    drain()
    return {record.pid: name for name, record in made.items()}


def test_every_example_finds_what_the_guide_says(names: dict[str, str]) -> None:
    found = {}
    for query in FOUND:
        answer = find(Question(query), audience_of(None))
        assert answer.reading.notes == (), query
        found[query] = {names[hit.record.pid] for hit in answer.hits}
    assert found == {query: set(expected.split()) for query, expected in FOUND.items()}


def test_no_example_of_the_guide_is_left_untried() -> None:
    first_column = [line.split("|")[1] for line in TABLE.splitlines() if line.startswith("| `")]
    examples = re.findall(r"`([^`]+)`", " ".join(first_column))
    dates = [line for line in RULES.splitlines() if line.startswith("- **Dates**")]
    examples += [each for each in re.findall(r"`([^`]+)`", " ".join(dates)) if not each.endswith(":")]
    assert len(examples) > 25
    assert [each for each in examples if each not in FOUND] == []


def test_every_field_the_guide_names_is_one(names: dict[str, str]) -> None:
    (line,) = [line for line in RULES.splitlines() if line.startswith("- **Fields:**")]
    fields = re.findall(r"`(\w+)`", line)
    assert len(fields) == 23
    for field in fields:
        (part,) = find(Question(f"{field}:x"), audience_of(None)).reading.parts
        assert part.field
