"""Paths of a listener's files, and the nginx that reads them."""

from dataclasses import dataclass
from pathlib import Path

from .nginx import Nginx

SYSTEM_FILE = Path("/etc/nginx/conf.d/biometric_listener.conf")


@dataclass(frozen=True)
class Place:
    """Paths of one listener, and its nginx.

    :param file: the configuration of the listener.
    :param nginx: the nginx that reads it; ``None`` where it runs on another machine or in
        a container.
    :param folder: folder of an nginx that runs only this listener; ``None`` where the
        machine's nginx runs it.
    :param logs: folder of the access log.
    """

    file: Path
    nginx: Nginx | None
    folder: Path | None
    logs: Path

    @property
    def main(self) -> Path:
        """Path of the main configuration of an nginx that runs only this listener."""
        return self.folder / "nginx.conf"

    @property
    def pid(self) -> Path:
        """Path of the file with the process id of an nginx that runs only this listener."""
        return self.folder / "nginx.pid"


def system_place(file: Path, program: str, elsewhere: bool) -> Place:
    """Return the place of a listener that the machine's nginx runs.

    :param program: name or path of nginx.
    :param elsewhere: nginx runs on another machine or in a container.
    """
    nginx = None if elsewhere else Nginx(program)
    return Place(file.absolute(), nginx, None, Path("/var/log/nginx"))


def private_place(folder: Path, program: str) -> Place:
    """Return the place of a listener with an nginx of its own, all in one folder."""
    folder = folder.absolute()
    nginx = Nginx(program, ("-p", f"{folder}/", "-c", folder / "nginx.conf"))
    return Place(folder / "listener.conf", nginx, folder, folder)
