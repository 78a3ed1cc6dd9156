"""The walls of the house: import order, pure packages, names, migrations."""

import ast
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from config.environment import PROJECT_DIR
from tests.patience import PATIENCE_SECONDS

ENGINES = re.compile(r"tantivy|elasticsearch", re.IGNORECASE)
SILENT = {"Exception", "BaseException"}


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    made = subprocess.run(
        [linter], cwd=PROJECT_DIR, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    output = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=output, skip_checks=True)
    except SystemExit:
        pytest.fail(output.getvalue())


def test_no_package_is_a_drawer_for_everything(modules: list[Path]) -> None:
    drawers = {"utils", "util", "common", "helpers", "helper", "core", "lib", "misc"}
    found = [path for path in modules if drawers & {part.removesuffix(".py") for part in path.parts[-4:]}]
    assert found == []


def test_every_module_opens_with_a_sentence_about_its_job(modules: list[Path]) -> None:
    silent = []
    for path in modules:
        tree = ast.parse(path.read_text())
        if tree.body and not (ast.get_docstring(tree) or "").split("\n")[0].endswith((".", ":")):
            silent.append(str(path.relative_to(PROJECT_DIR)))
    assert silent == []


def test_pages_and_templates_never_name_an_engine(modules: list[Path]) -> None:
    shown = [
        path for path in modules if {"web", "cms", "api", "templatetags"} & set(path.relative_to(PROJECT_DIR).parts)
    ]
    shown += PROJECT_DIR.glob("templates/**/*.html")
    assert [str(path) for path in shown if ENGINES.search(path.read_text())] == []


def test_only_the_environment_module_reads_the_environment(modules: list[Path]) -> None:
    # Handing the environment, or the search path, on to a program is not reading it.
    reads = re.compile(r"os\.environ(?:\[\"|\.get\b(?!\(\"PATH\"))(?!OMP_THREAD_LIMIT)|\bgetenv\(")
    readers = {str(path.relative_to(PROJECT_DIR)) for path in modules if reads.search(path.read_text())}
    assert readers <= {"config/environment.py"}


def test_no_error_is_swallowed_in_silence(modules: list[Path]) -> None:
    silent = []
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ExceptHandler) or not all(isinstance(line, ast.Pass) for line in node.body):
                continue
            if node.type is None or (isinstance(node.type, ast.Name) and node.type.id in SILENT):
                silent.append(f"{path.relative_to(PROJECT_DIR)}:{node.lineno}")
    assert silent == []


def test_nothing_in_the_repository_names_the_machine_it_was_made_on(tracked: list[Path]) -> None:
    machine = re.compile(r"(?<![\w./-])/(?:root|work|home/[a-z]+)/|\bregistry\.[a-z-]+\.|pythonhosted|\bpypi\.")
    lines = []
    for path in tracked:
        if path.name == Path(__file__).name or "data" in path.parts:
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if machine.search(line):
                lines.append(f"{path.relative_to(PROJECT_DIR)}:{number}: {line.strip()[:100]}")
    assert lines == []
