"""The worked examples for users run as they are printed, and print what stands below them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from catalog.models import Record, Subject, User
from catalog.operations.issue_api_key import issue_api_key
from config.environment import PROJECT_DIR
from tests.integration.search.api.conftest import Drained
from tests.integration.search.conftest import Maker
from tests.patience import PATIENCE_SECONDS

PAGE = PROJECT_DIR / "docs" / "user" / "api.md"
ADDRESS = "https://archive.example.org"
LANGUAGES = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A block of code and the block of output below it."""

    language: str
    code: str
    output: str
    output_language: str


def examples() -> list[Example]:
    blocks = BLOCK.findall(PAGE.read_text())
    found = []
    for (language, code), (after, output) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if language in LANGUAGES:
            is_output = after in {"text", "json"}
            found.append(Example(language, code, output if is_output else "", after if is_output else ""))
    return found


@pytest.fixture
def described(drain: Drained, make_record: Maker) -> list[Record]:
    """Make the collection that the page speaks of."""
    seals = Subject.objects.create(slug="seals", label_en="Seals", label_uz="Muhrlar")
    made = [
        make_record(
            ["Termiz bojxonasi haqida buyruq", "Qoʻrgʻoshin tamgʻa va plomba"],
            pid="K7QX93MC0", title_en="Order No. 14", date_edtf="1924-03-14",
        ),
        make_record(["Bojxona tamgʻalari", "божхона"], pid="3HVW5B2R7", title_en="Register of seals", date_edtf="1931"),
        make_record(["bojxona"], pid="8DTM6P1XW", title_en="Letter"),
    ]  # fmt: skip
    for record in made[:2]:
        record.subjects.add(seals)
        record.save()
    drain()
    return made


def shape(value: Any) -> Any:
    """Return what a value is made of: the names of objects, and the first thing of each list."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value[:1]]
    return None


def within(part: Any, whole: Any) -> bool:
    """Tell whether all names of one shape stand in another; a list that is empty there tells nothing."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(name in whole and within(part[name], whole[name]) for name in part)
    if isinstance(part, list):
        return isinstance(whole, list) and (not part or not whole or within(part[0], whole[0]))
    return True


def test_every_worked_example_runs_and_prints_what_the_page_says(
    live_server: Any, described: list[Record], tmp_path: Path, journalist: User
) -> None:
    environment = {"PATH": os.environ["PATH"], "KEY": issue_api_key(owner=journalist, name="example").secret}
    for example in examples():
        code = example.code.replace(ADDRESS, live_server.url)
        made = subprocess.run(
            [*LANGUAGES[example.language], code],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        printed = made.stdout + made.stderr
        if example.output_language == "text":
            assert printed == example.output, example.code
        else:
            assert made.returncode == 0, example.code + printed
        if example.output_language == "json":
            promised, answered = shape(json.loads(example.output)), shape(json.loads(printed))
            assert within(promised, answered), (promised, answered)
    assert (tmp_path / "original.pdf").stat().st_size == described[0].record_assets.get().document.size_bytes


def test_the_page_shows_both_languages() -> None:
    languages = [example.language for example in examples()]
    assert languages.count("bash") >= 4
    assert languages.count("python") >= 6
