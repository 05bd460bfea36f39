"""The simulator shares no code with what it is to prove, and needs nothing but Python."""

import ast
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "simulator"
FILES = sorted(FOLDER.rglob("*.py"))


def imported(path):
    """The top-level packages a file imports by name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_file_imports_only_python_and_the_simulator(path):
    foreign = set(imported(path)) - set(sys.stdlib_module_names) - {"simulator"}
    assert not foreign
