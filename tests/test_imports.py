"""Imports go down only (docs/architecture.md); neighbours do not import each other; few modules know the host."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "plugins/policy_library"
NAME = "policy_library"

FLOORS = (
    {"locale", "work", "text", "git", "hosting"},
    {"model"},
    {"graph"},
    {"topics"},
    {"checks", "search", "export", "importers"},
    {"edition"},
    {"settings"},
    {"patrol", "stats", "changes", "report"},
    {"site"},
    {"plugin"},
    {"building", "deploy"},
    {"cli"},
)
"""From the ground up. Rooms of one floor do not import each other."""

HOSTS = ("mkdocs", "properdocs")
KNOW_THE_HOST = {"plugin.py", "building.py", "site/host.py", "cli/serve.py"}


def floor(module: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if module in rooms)


@functools.cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text("utf8"))))


def imported(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """Every module that a file imports, in full, with the statement."""
    package = [NAME, *path.relative_to(PACKAGE).parts[:-1]]
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) + "." if node.level else ""
            module = (base + (node.module or "")).rstrip(".")
            yield from ((f"{module}.{alias.name}" if module == NAME else module, node) for alias in node.names)


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def test_imports_go_down_only() -> None:
    wrong = []
    for path in files():
        here = room(path)
        if here == "__init__":
            continue
        for module, _ in imported(path):
            there = module.removeprefix(f"{NAME}.").partition(".")[0] if module.startswith(f"{NAME}.") else None
            if there is None or there == here or there == "__version__":
                continue
            if floor(there) >= floor(here):
                wrong.append(f"{path.relative_to(PACKAGE)} imports {module}")
    assert wrong == []


def test_only_a_thin_layer_knows_the_host() -> None:
    knowing = {
        path.relative_to(PACKAGE).as_posix() for path in files()
        if any(module.partition(".")[0] in HOSTS for module, _ in imported(path))
    }
    assert knowing <= KNOW_THE_HOST


def test_imports_stand_at_the_top() -> None:
    """Inside a function an import hides a module in the wrong place."""
    inside = set()
    for path in files():
        functions = [node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        within = {node for function in functions for node in ast.walk(function)}
        inside |= {(path.relative_to(PACKAGE).as_posix(), module) for module, statement in imported(path) if statement in within}
    assert inside == set()
