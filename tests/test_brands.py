"""A brand is a folder of `terminals` and one line: nothing else names it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from terminals import BRANDS

ROOT = Path(__file__).parent.parent
ADDON = ROOT / "biometric_attendance"
#: Where a brand may be named: its own folder, the line in the registry, tests.
ALLOWED = ("terminals/", "tests/", "i18n/", "static/description/")
NAMES = re.compile(rf"\b({'|'.join(BRANDS)})\b")


def sources() -> list[Path]:
    files = [path for path in ADDON.rglob("*") if path.suffix in {".py", ".xml"}]
    files += [*ADDON.rglob("*.js"), *ADDON.rglob("*.csv"), *ADDON.rglob("*.sql")]
    files += (ROOT / "devkit").rglob("*.py")
    return files


def test_no_brand_is_named_outside_its_folder():
    named = []
    for path in sources():
        place = path.relative_to(ADDON if ADDON in path.parents else ROOT).as_posix()
        if not place.startswith(ALLOWED) and NAMES.search(path.read_text()):
            named.append(place)
    assert not named


@pytest.mark.parametrize("key", BRANDS)
def test_a_brand_names_no_other(key):
    others = [name for name in BRANDS if name != key]
    imports = re.compile(rf"^\s*from \.+({'|'.join(others)})\b", re.MULTILINE)
    files = (ADDON / "terminals" / key).rglob("*.py")
    assert not [path.name for path in files if imports.search(path.read_text())]


def test_terminals_are_imported_alone_without_odoo():
    code = (
        "import sys, terminals; "
        "print(*[m for m in sys.modules if m.split('.')[0] in "
        "('odoo', 'biometric_attendance', 'rules', 'listener', 'simulator')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ADDON,
        env={"PYTHONPATH": str(ADDON), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


def test_registry_has_a_brand_under_its_own_key():
    assert all(key == brand.key for key, brand in BRANDS.items())
    assert all((ADDON / "terminals" / key).is_dir() for key in BRANDS)
