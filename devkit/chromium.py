"""A Chromium for browser tests: the machine's own, else Debian's."""

from .machine import program

# The names under which Odoo's own tests look for it, in the same order.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def chromium() -> str:
    """Return the path of a browser.

    :raises DevError: there is none and it cannot be installed.
    """
    return program(NAMES, "chromium")
