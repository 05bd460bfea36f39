"""The template of translations: made by Odoo, compared by its texts."""

import re
from pathlib import Path

from .odoo_command import odoo_command
from .paths import ADDON
from .processes import quiet
from .stack import Stack

POT = ADDON / "i18n" / f"{ADDON.name}.pot"
MESSAGE = re.compile(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)', re.MULTILINE)
DATES = re.compile(r'^"(?:POT-Creation|PO-Revision)-Date: .*\n', re.MULTILINE)


def export() -> str:
    """Install the addon into a fresh database and return its template."""
    with Stack("pot") as stack:
        database = stack.database("pot")
        output = stack.folder / POT.name
        arguments = ["i18n", "export", "-d", database, "-l", "pot", "-o", output]
        quiet(odoo_command(*map(str, arguments), ADDON.name), env=stack.environment())
        return DATES.sub("", output.read_text())


def texts(catalogue: str) -> set[str]:
    """Return the message ids of a catalogue, as written but joined to one line."""
    found = MESSAGE.findall(catalogue)
    return {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"\n', each)) for each in found}


def difference(path: Path = POT) -> tuple[set[str], set[str]]:
    """Return the texts that the stored file lacks, and those it has too many."""
    stored = texts(path.read_text()) if path.exists() else set()
    true = texts(export())
    return true - stored, stored - true
