"""``python biometric_attendance/simulator adms --url ...``, with nothing but Python.

Also ``python -m simulator`` from within the addon's folder, and
``python -m biometric_attendance.simulator`` where that package can be imported.
"""

import sys
from pathlib import Path
from types import ModuleType


def stand_alone() -> None:
    """Let the folder run by itself: the addon's own ``__init__`` needs Odoo's loader."""
    here = Path(__file__).resolve().parent
    # Python put this folder first; its files are not top-level modules.
    sys.path[:] = [path for path in sys.path if Path(path).resolve() != here]
    addon = ModuleType("biometric_attendance")
    addon.__path__ = [str(here.parent)]
    sys.modules["biometric_attendance"] = addon


if __name__ == "__main__":
    if __package__ != "biometric_attendance.simulator":
        stand_alone()
    from biometric_attendance.simulator.cli import main

    sys.exit(main())
