"""Documentation and code stay in step."""

import re

import pytest
from django.core.management import get_commands

from config.environment import PREFIX, PROJECT_DIR, Environment

OURS = ("archive", "catalog", "search", "pages", "config")
SETTINGS_PAGE = PROJECT_DIR / "docs" / "operator" / "settings.md"


@pytest.fixture(scope="module")
def prose() -> str:
    pages = [PROJECT_DIR / "README.md", *sorted((PROJECT_DIR / "docs").rglob("*.md"))]
    return "\n".join(page.read_text() for page in pages)


def test_every_script_is_explained(prose: str) -> None:
    scripts = {f"bin/{path.name}" for path in (PROJECT_DIR / "bin").iterdir() if path.is_file()}
    assert {script for script in scripts if not re.search(rf"{script}\b", prose)} == set()


def test_every_script_that_is_mentioned_exists(prose: str) -> None:
    named = set(re.findall(r"(?<![\w./])bin/[a-z]+\b", prose))
    assert {name for name in named if not (PROJECT_DIR / name).exists()} == set()


def test_every_command_of_ours_is_explained(prose: str) -> None:
    ours = {name for name, app in get_commands().items() if str(app) in OURS}
    assert {name for name in ours if not re.search(rf"manage\.py {name}\b", prose)} == set()


def test_every_command_that_is_mentioned_exists(prose: str) -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", prose))
    assert named - set(get_commands()) == set()


def test_the_settings_page_lists_exactly_the_settings_there_are() -> None:
    listed = set(re.findall(rf"`({PREFIX}[A-Z0-9_]+)`", SETTINGS_PAGE.read_text()))
    assert listed == {PREFIX + name.upper() for name in Environment.model_fields}


def test_no_page_names_a_setting_that_does_not_exist(prose: str) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z0-9_]+\b", prose))
    assert named - {PREFIX + name.upper() for name in Environment.model_fields} == set()


def test_every_link_between_pages_leads_somewhere() -> None:
    links = [
        (page, target)
        for page in [PROJECT_DIR / "README.md", *(PROJECT_DIR / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
        if not target.startswith(("http:", "https:", "mailto:"))
    ]
    assert links
    assert [(str(page), target) for page, target in links if not (page.parent / target).exists()] == []
