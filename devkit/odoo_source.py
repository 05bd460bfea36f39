"""Odoo 19 itself: a checkout you have, else Debian's package, unpacked."""

import os
from pathlib import Path

from .debian import fetch, machine_suite
from .errors import DevError
from .paths import cache_folder
from .progress import once

DIST = "usr/lib/python3/dist-packages"
FONTS = ["roboto-unhinted", "montserrat", "inconsolata"]
SCRIPTS = ["jquery", "underscore", "jquery-form"]
UNSTABLE = [
    "odoo-19",
    *(f"fonts-{name}" for name in FONTS),
    *(f"libjs-{name}" for name in SCRIPTS),
]
# Odoo's style sheets want version 4.7, which later releases no longer have.
STABLE = ["fonts-font-awesome"]


def odoo_source() -> Path:
    """Return the folder to put on PYTHONPATH so that `import odoo` finds Odoo 19.

    :raises DevError: there is no way to get it; the message says what to set.
    """
    if given := os.environ.get("ODOO_SOURCE"):
        folder = Path(given).expanduser().absolute()
        if not (folder / "odoo" / "release.py").is_file():
            raise DevError(f"ODOO_SOURCE={given} holds no Odoo: no odoo/release.py.")
        return folder
    debian = cache_folder() / "odoo-debian"
    return once(debian, "Odoo 19 from Debian", _from_debian) / DIST


def point_inside(root: Path) -> None:
    """Turn absolute symlinks that have a target below `root` into ones into `root`.

    The packages link to each other as if they were installed in /usr.
    """
    for link in root.rglob("*"):
        if link.is_symlink() and os.path.isabs(target := os.readlink(link)):
            inside = root / target.lstrip("/")
            if inside.exists():
                link.unlink()
                link.symlink_to(os.path.relpath(inside, link.parent))


def _from_debian(folder: Path) -> None:
    fetch(folder, UNSTABLE, "sid")
    fetch(folder, STABLE, machine_suite())
    point_inside(folder)
