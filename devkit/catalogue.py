"""The template of translations: made by Odoo, compared by its texts."""

import re

from .environments import odoo_command
from .paths import ADDON
from .processes import quiet
from .progress import say
from .stack import Stack

POT = ADDON / "i18n" / f"{ADDON.name}.pot"
MESSAGE = re.compile(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)', re.MULTILINE)
DATES = re.compile(r'^"(?:POT-Creation|PO-Revision)-Date: .*\n', re.MULTILINE)


def write() -> int:
    """Write the stored file anew."""
    POT.parent.mkdir(exist_ok=True)
    POT.write_text(_export())
    say(f"{POT} written")
    return 0


def check() -> int:
    """Print the texts that the stored file lacks, and those it has too many."""
    stored = texts(POT.read_text()) if POT.exists() else set()
    true = texts(_export())
    for text in sorted(true - stored):
        print(f"not in the .pot yet: {text}")
    for text in sorted(stored - true):
        print(f"no longer used: {text}")
    if stored != true:
        print("The template of translations is stale: run ./dev pot.")
    return int(stored != true)


def texts(catalogue: str) -> set[str]:
    """Return the message ids of a catalogue, as written but joined to one line."""
    found = MESSAGE.findall(catalogue)
    return {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"\n', each)) for each in found}


def _export() -> str:
    """Install the addon into a fresh database and return its template."""
    with Stack("pot") as stack:
        database = stack.database("pot")
        output = stack.folder / POT.name
        arguments = ["i18n", "export", "-d", database, "-l", "pot", "-o", str(output)]
        quiet(odoo_command(*arguments, ADDON.name), env=stack.environment())
        return DATES.sub("", output.read_text())
