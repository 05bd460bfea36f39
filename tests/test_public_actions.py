"""What buttons call can be called over XML-RPC too, which carries no ``None``."""

import ast
from pathlib import Path

import pytest

NOTHING = ("return", "return None")
ADDON = Path(__file__).parents[1] / "biometric_attendance"


def public_actions():
    """Yield each public method of a model or wizard that a button may call."""
    for folder in ("models", "wizards"):
        for path in sorted((ADDON / folder).rglob("*.py")):
            for found in ast.walk(ast.parse(path.read_text())):
                if not isinstance(found, ast.ClassDef):
                    continue
                for method in found.body:
                    name = getattr(method, "name", "")
                    if name.startswith("action_"):
                        where = f"{path.relative_to(ADDON)}:{name}"
                        yield pytest.param(method, id=where)


ACTIONS = list(public_actions())


def test_actions_are_found():
    names = {param.values[0].name for param in ACTIONS}
    assert {"action_approve", "action_open_punches", "action_replay"} <= names


@pytest.mark.parametrize("method", ACTIONS)
def test_action_returns_a_value_on_every_way_out(method):
    assert isinstance(method.body[-1], ast.Return | ast.Raise)
    returned = [part for part in ast.walk(method) if isinstance(part, ast.Return)]
    assert not [part for part in returned if ast.unparse(part) in NOTHING]
