"""Let the pure rings be imported without Odoo."""

import sys
from types import ModuleType

from .paths import ADDON


def register() -> None:
    """Put a bare `biometric_attendance` package into `sys.modules`.

    The addon's own `__init__` imports Odoo. With this stub in its place
    `from biometric_attendance.protocols import adms` runs only the pure ring, and
    relative imports inside the rings work as they do inside Odoo.
    """
    if ADDON.name not in sys.modules:
        stub = ModuleType(ADDON.name)
        stub.__path__ = [str(ADDON)]
        sys.modules[ADDON.name] = stub


register()
