"""The floors of the house: who may import whom."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = {
    "core": {"core"},
    "storage": {"core", "storage"},
    "formats": {"core", "formats"},
    "suggest": {"core", "suggest"},
    "train": {"core", "train"},
    "session": {"core", "storage", "formats", "suggest", "train", "session"},
    "ui": {"core", "session", "formats", "suggest", "train", "ui"},
    "cli": {"core", "session", "formats", "suggest", "train", "ui", "cli"},
}
ONLY = {
    "sqlite3": {"storage"},
    "sqlite_utils": {"storage"},
    "PySide6": {"ui"},
    "spacy": {"suggest", "train", "formats"},
    "typer": {"cli"},
    "rich": {"cli"},
    "regex": {"core"},
    "datasketch": {"train"},
    "scipy": {"train"},
}
UNSAFE = {"pickle", "dill", "joblib", "marshal", "shelve"}
"""What runs code that a file brings along."""
MODULES = sorted((ROOT / "annotator").rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(ROOT / "annotator").parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names.append(node.module or "")
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_what_its_floor_may(path: Path) -> None:
    for name in imported(ast.parse(path.read_text("utf-8"))):
        top, *rest = name.split(".")
        if top == "annotator" and rest and rest[0] != "errors" and room(path) in FLOORS:
            assert rest[0] in FLOORS[room(path)], f"{room(path)} may not import {name}"
        assert top not in UNSAFE, f"{name} runs what a file says"
        if top in ONLY:
            assert room(path) in ONLY[top], f"{room(path)} may not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_is_short_and_says_what_it_holds(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300
    assert ast.get_docstring(ast.parse(text))
