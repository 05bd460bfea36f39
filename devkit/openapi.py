"""`./dev api`: the file that describes the API, written from the addon's own tables."""

import importlib
import json
import sys

from .paths import REPOSITORY

FILE = REPOSITORY / "docs" / "openapi.json"


def text() -> str:
    """Return the description as the file holds it."""
    sys.path.insert(0, str(REPOSITORY / "biometric_attendance"))
    try:
        describe = importlib.import_module("rules.openapi").describe
    finally:
        sys.path.pop(0)
    return json.dumps(describe(), indent=2, ensure_ascii=False) + "\n"


def write() -> None:
    """Write the file anew."""
    FILE.write_text(text())
