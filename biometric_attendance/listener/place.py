"""Where a listener's configuration lies, and which nginx reads it."""

from dataclasses import dataclass
from pathlib import Path

from .nginx import Nginx

SYSTEM_FILE = Path("/etc/nginx/conf.d/biometric_listener.conf")


@dataclass(frozen=True)
class Place:
    """One listener's files.

    :param file: the configuration of the listener.
    :param nginx: who reads it; ``None`` where that is elsewhere.
    :param folder: the folder of an nginx of its own; ``None`` for the machine's.
    :param logs: where the access log goes.
    """

    file: Path
    nginx: Nginx | None
    folder: Path | None
    logs: Path

    @property
    def main(self) -> Path:
        """The whole configuration of an nginx of its own."""
        return self.folder / "nginx.conf"

    @property
    def pid(self) -> Path:
        """Where an nginx of its own tells its process id."""
        return self.folder / "nginx.pid"


def system_place(file: Path, program: str, elsewhere: bool) -> Place:
    """Return the place inside the machine's nginx, or of one ``elsewhere``."""
    nginx = None if elsewhere else Nginx(program)
    return Place(file.absolute(), nginx, None, Path("/var/log/nginx"))


def private_place(folder: Path, program: str) -> Place:
    """Return the place of an nginx of its own, below a folder."""
    folder = folder.absolute()
    nginx = Nginx(program, ("-p", f"{folder}/", "-c", folder / "nginx.conf"))
    return Place(folder / "listener.conf", nginx, folder, folder)
