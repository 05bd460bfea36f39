"""Docstrings begin with what a thing is, and name the parameters it really has."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = (
    "benchmarks",
    "bridge",
    "biometric_attendance",
    "demo",
    "devkit",
    "e2e",
    "simulator",
)
FILES = [path for name in (*FOLDERS, "tests") for path in (ROOT / name).rglob("*.py")]
NAMED = re.compile(r"^\s*:(?:param|ivar) (\w+):", re.MULTILINE)
DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def arguments(node: ast.arguments) -> set[str]:
    named = [*node.posonlyargs, *node.args, *node.kwonlyargs, node.vararg, node.kwarg]
    return {each.arg for each in named if each}


def members(node: ast.ClassDef) -> set[str]:
    """What a class has: fields, attributes, and what makes one of it."""
    found = set()
    for each in ast.walk(node):
        if isinstance(each, ast.FunctionDef) and each.name == "__init__":
            found |= arguments(each.args)
        elif isinstance(each, ast.Attribute):
            found.add(each.attr)
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            found.add(each.id)
    return found


TREES = {path: ast.parse(path.read_text()) for path in FILES}
NODES = [
    (path.relative_to(ROOT), node)
    for path, tree in TREES.items()
    for node in ast.walk(tree)
    if isinstance(node, DOCUMENTED) and ast.get_docstring(node)
]
CLASSES = [node for _path, node in NODES if isinstance(node, ast.ClassDef)]


def names(node: ast.AST) -> set[str]:
    if not isinstance(node, ast.ClassDef):
        return arguments(node.args)
    bases = {each.id for each in node.bases if isinstance(each, ast.Name)} - {node.name}
    return members(node).union(*(names(each) for each in CLASSES if each.name in bases))


def test_the_first_line_says_what_it_is():
    bare = [
        f"{path}: {node.name}"
        for path, node in NODES
        if ast.get_docstring(node).startswith(":")
    ]
    assert bare == []


def test_the_parameters_named_are_there():
    wrong = [
        f"{path}: {node.name}({name})"
        for path, node in NODES
        for name in NAMED.findall(ast.get_docstring(node))
        if name not in names(node)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(a, *b, c, **d): ''", {"a", "b", "c", "d"}),
        ("class C:\n x: int\n def __init__(self, y): self.z = y", {"x", "y", "z"}),
    ],
)
def test_names_are_those_of_the_signature(source, expected):
    assert expected <= names(ast.parse(source).body[0])
