"""Odoo 19 itself: a checkout you have, Debian's package, or a shallow clone."""

import os
from pathlib import Path

from .debian import fetch, machine_suite
from .errors import DevError
from .paths import cache_folder
from .processes import quiet, require
from .progress import once, say

BRANCH = "19.0"
REPOSITORY_URL = "https://github.com/odoo/odoo.git"
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
HINT = "set ODOO_SOURCE to a checkout of Odoo 19"


def odoo_source() -> Path:
    """Return the folder to put on PYTHONPATH so that `import odoo` finds Odoo 19.

    :raises DevError: there is no way to get it; the message says what to set.
    """
    if given := os.environ.get("ODOO_SOURCE"):
        folder = Path(given).expanduser().absolute()
        if not (folder / "odoo" / "release.py").is_file():
            raise DevError(f"ODOO_SOURCE={given} holds no Odoo: no odoo/release.py.")
        return folder
    clone = cache_folder() / "odoo-clone"
    if (clone / ".done").exists():
        return clone
    try:
        debian = cache_folder() / "odoo-debian"
        return once(debian, "Odoo 19 from Debian", _from_debian) / DIST
    except DevError as error:
        say(f"{error} Trying a git clone instead.")
    return once(clone, f"Odoo {BRANCH} from git", _from_git)


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


def _from_git(folder: Path) -> None:
    require("git", f"install git, or {HINT}")
    clone = ["git", "clone", "-q", "--depth=1", "-b", BRANCH, REPOSITORY_URL, folder]
    quiet(clone, hint=HINT)
