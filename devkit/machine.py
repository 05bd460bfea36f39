"""Programs of the machine itself, installed from Debian where we may."""

import os
import shutil
from collections.abc import Sequence

from .errors import DevError
from .paths import cache_folder
from .processes import quiet
from .progress import locked, say


def program(names: Sequence[str], package: str) -> str:
    """Return the path of the first program found on PATH, installing it as root.

    :param names: what the program may be called.
    :param package: the Debian package that has it.
    :raises DevError: it is missing and we may not install it.
    """
    with locked(cache_folder() / f".{package}.lock"):
        if path := _first(names):
            return path
        if os.geteuid() or not shutil.which("apt-get"):
            raise DevError(f"{names[0]} is missing: {_remedy(package)}.")
        say(f"Installing {package} from Debian")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "-q", "-y", "--no-install-recommends", "install", package]
        for command in (["apt-get", "-q", "update"], install):
            quiet(command, env=environment, remedy=_remedy(package))
        if path := _first(names):
            return path
    raise DevError(f"Debian's {package} brought no program: {_remedy(package)}.")


def _first(names: Sequence[str]) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


def _remedy(package: str) -> str:
    return f"install it by hand with apt-get install {package}"
