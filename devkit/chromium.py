"""A Chromium for browser tests: the machine's own, else Debian's."""

import os
import shutil

from .errors import DevError
from .paths import cache_folder
from .processes import quiet
from .progress import locked, say

# The names under which Odoo's own tests look for it, and in the same order.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
REMEDY = "install it by hand: apt-get install chromium"


def chromium() -> str:
    """Return the path of a browser, installing one where we may.

    :raises DevError: there is none and we are not root.
    """
    with locked(cache_folder() / ".chromium.lock"):
        if path := _find():
            return path
        if os.geteuid() or not shutil.which("apt-get"):
            raise DevError(f"Chromium is missing for the browser tests: {REMEDY}.")
        say("Chromium from Debian")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        quiet(["apt-get", "-q", "update"], env=environment, remedy=REMEDY)
        install = ["apt-get", "-q", "-y", "--no-install-recommends", "install"]
        quiet([*install, "chromium"], env=environment, remedy=REMEDY)
        if path := _find():
            return path
    raise DevError(f"Debian's chromium brought no browser: {REMEDY}.")


def _find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)
