"""Codes that Odoo itself gives as reasons, found in its source."""

import ast
import re
from pathlib import Path

import pytest

from terminals import english_sentence

MODELS = Path("biometric_attendance/models")
ERRORS = {"Reason", "ProtocolError", "TransportError", "VaultError"}


def literal(name, path):
    """Return the dictionary of codes and marked sentences assigned to ``name``."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return {
                key.value: value.args[0].value
                for key, value in zip(node.value.keys, node.value.values, strict=True)
                if key
            }
    raise LookupError(name)


MESSAGES = literal("MESSAGES", MODELS / "messages.py") | literal(
    "MESSAGES", Path("biometric_attendance/rules/vault.py")
)


def reasons():
    """Return every code given as a literal, and the names of its values if literal."""
    for path in [*MODELS.rglob("*.py"), Path("biometric_attendance/rules/vault.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in ERRORS or not node.args:
                continue
            code, *rest = node.args
            if not isinstance(code, ast.Constant):
                continue
            names = {keyword.arg for keyword in node.keywords}
            if rest and isinstance(rest[0], ast.Dict):
                names = {key.value for key in rest[0].keys}
            elif rest:
                names = None  # put together elsewhere
            yield pytest.param(code.value, names, id=f"{path.stem}-{code.value}")


@pytest.mark.parametrize(("code", "names"), list(reasons()))
def test_a_code_given_in_odoo_has_a_sentence_for_all_its_values(code, names):
    text = MESSAGES.get(code) or english_sentence(code)
    assert text != code
    placeholders = set(re.findall(r"%\((\w+)\)s", text))
    assert names is None or placeholders <= names
