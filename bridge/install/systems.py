"""Which system this is."""

import shutil
import sys
from typing import Any

from ..errors import BridgeError
from . import launchd, systemd, windows


def find_system() -> Any:
    """Return the module with ``plan_install`` and ``plan_uninstall`` for this system.

    :raises BridgeError: there is none.
    """
    if sys.platform == "win32":
        return windows
    if sys.platform == "darwin":
        return launchd
    if shutil.which("systemctl"):
        return systemd
    raise BridgeError(
        "This system has no systemd. Have its own service manager run this program with "
        "the argument run, and start it again when it ends."
    )
