"""The house numbers: modules, functions and templates stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

from config.environment import PROJECT_DIR

MODULE_MAX, MODULE_P90 = 400, 250
FUNCTION_MAX, FUNCTION_P90 = 60, 30
ARGUMENTS_MAX = 6
TEMPLATE_MAX = 120


def p90(values: list[int]) -> int:
    return sorted(values)[int(len(values) * 0.9)]


def functions(modules: list[Path]) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(PROJECT_DIR)}:{node.lineno} {node.name}", node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_no_module_is_longer_than_four_hundred_lines_and_nine_in_ten_keep_to_two_hundred_and_fifty(
    modules: list[Path],
) -> None:
    lengths = {str(path.relative_to(PROJECT_DIR)): len(path.read_text().splitlines()) for path in modules}
    assert {name: lines for name, lines in lengths.items() if lines > MODULE_MAX} == {}
    assert p90(list(lengths.values())) <= MODULE_P90


def test_no_function_is_longer_than_sixty_lines_and_nine_in_ten_keep_to_thirty(modules: list[Path]) -> None:
    lengths = {name: length(node) for name, node in functions(modules)}
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_MAX} == {}
    assert p90(list(lengths.values())) <= FUNCTION_P90


def test_no_function_takes_more_than_six_arguments(modules: list[Path]) -> None:
    breaches = {}
    for name, node in functions(modules):
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        count = len([argument for argument in given if argument.arg not in ("self", "cls")])
        if count > ARGUMENTS_MAX:
            breaches[name] = count
    assert breaches == {}


def test_no_template_is_longer_than_one_hundred_and_twenty_lines() -> None:
    templates = [*PROJECT_DIR.glob("templates/**/*.html"), *PROJECT_DIR.glob("*/templates/**/*.html")]
    assert templates
    lengths = {str(path.relative_to(PROJECT_DIR)): len(path.read_text().splitlines()) for path in templates}
    assert {name: lines for name, lines in lengths.items() if lines > TEMPLATE_MAX} == {}
