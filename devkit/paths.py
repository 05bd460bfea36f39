"""Where things are: the repository, and the cache folder outside of it."""

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
ADDON = REPOSITORY / "biometric_attendance"

# The parts of the addon that need no Odoo are imported by their own names, as `terminals`.
if str(ADDON) not in sys.path:
    sys.path.append(str(ADDON))


def cache_folder() -> Path:
    """Return `$BIOMETRIC_DEV_CACHE`, else a folder in the user's cache folder."""
    chosen = os.environ.get("BIOMETRIC_DEV_CACHE")
    if not chosen:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        chosen = Path(base) / "biometric-attendance"
    folder = Path(chosen).expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
