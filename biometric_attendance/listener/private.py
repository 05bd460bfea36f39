"""The folder of an nginx of its own."""

import os
import shutil
import stat
import time

from .configuration import ListenerError
from .place import Place

TIMEOUT_SECONDS = 10  # for nginx to end
TEMPORARY = ("client", "proxy", "fastcgi", "uwsgi", "scgi")
LOGS = ("error.log", "biometric_*.log")


def make(place: Place) -> None:
    """Make the folder.

    :raises ListenerError: nginx's workers could not work there.
    """
    place.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    # Root's nginx hands its work to the user nobody, who must get through.
    for folder in (place.folder, *place.folder.parents) if os.geteuid() == 0 else ():
        if not folder.stat().st_mode & stat.S_IXOTH:
            raise ListenerError(
                f"nginx's workers may not enter {folder}: choose another folder, or let "
                "others through with chmod o+x."
            )


def remove(place: Place) -> None:
    """End its nginx, and delete what it and this command wrote."""
    if place.nginx.is_running(place.pid):
        place.nginx.signal("stop")
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while place.nginx.is_running(place.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
    for name in TEMPORARY:
        shutil.rmtree(place.folder / name, ignore_errors=True)
    for path in (place.file, place.main):
        path.unlink(missing_ok=True)
    for pattern in LOGS if place.folder.is_dir() else ():
        for path in place.folder.glob(pattern):
            path.unlink()
    if place.folder.is_dir() and not any(place.folder.iterdir()):
        place.folder.rmdir()
