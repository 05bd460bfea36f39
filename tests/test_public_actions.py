"""What buttons call can be called over XML-RPC too, which carries no ``None``."""

import ast
from pathlib import Path

import pytest

ADDON = Path(__file__).parents[1] / "biometric_attendance"


def public_actions():
    """Yield each public method of a model or wizard that a button may call."""
    for folder in ("models", "wizards"):
        for path in sorted((ADDON / folder).rglob("*.py")):
            for found in ast.walk(ast.parse(path.read_text())):
                if not isinstance(found, ast.ClassDef):
                    continue
                for method in found.body:
                    if isinstance(method, ast.FunctionDef):
                        if method.name.startswith("action_"):
                            name = f"{path.relative_to(ADDON)}:{method.name}"
                            yield pytest.param(method, id=name)


ACTIONS = list(public_actions())


def test_actions_are_found():
    names = {param.values[0].name for param in ACTIONS}
    assert {"action_approve", "action_open_punches", "action_replay"} <= names


@pytest.mark.parametrize("method", ACTIONS)
def test_action_returns_a_value_on_every_way_out(method):
    assert isinstance(method.body[-1], ast.Return | ast.Raise)
    for part in ast.walk(method):
        if isinstance(part, ast.Return):
            assert part.value is not None
            assert not (isinstance(part.value, ast.Constant) and part.value.value is None)
