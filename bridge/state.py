"""The folder in which the bridge keeps what it must remember; its owner's alone."""

import contextlib
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .errors import BridgeError
from .odoo import TIMEOUT_SECONDS, OdooClient
from .spool_tables import read_instance
from .version import VERSION

FOLDER_NAME = "biometric-bridge"
OWNER_ONLY_FOLDER, OWNER_ONLY_FILE = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which Odoo the bridge works for, and what it proves itself with.

    :param ca: file with certificates of one's own, ``""``: the system's.
    """

    url: str
    token: str
    bridge_id: int = 0
    name: str = ""
    ca: str = ""
    insecure_lan: bool = False

    def __repr__(self) -> str:
        return f"Pairing({self.url}, {self.name})"


class State:
    """Files in the bridge's folder, which is made where it is missing.

    :raises BridgeError: it cannot be made, or others may read it.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        try:
            folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
            if os.name == "posix":
                folder.chmod(OWNER_ONLY_FOLDER)
        except OSError as error:
            raise BridgeError(f"{folder} cannot be used: {error.strerror}.") from error
        self.spool_path = folder / "spool.db"
        self.log_path = folder / "bridge.log"

    @property
    def pairing(self) -> Pairing:
        """The pairing stored.

        :raises BridgeError: there is none.
        """
        stored = self.read("bridge.json")
        try:
            return Pairing(**stored)
        except TypeError:
            raise BridgeError(
                "This bridge is not paired. Make a code on the bridge's form in Odoo, "
                "then type: pair https://odoo.example CODE"
            ) from None

    @pairing.setter
    def pairing(self, pairing: Pairing) -> None:
        self.write("bridge.json", asdict(pairing))

    def client(
        self, instance: str = "", timeout: float = TIMEOUT_SECONDS
    ) -> OdooClient:
        """Return a client of the Odoo the bridge is paired with.

        :param instance: of the spool; ``""``: it is looked up in its file.
        :raises BridgeError: there is none.
        """
        pairing = self.pairing
        return OdooClient(
            pairing.url,
            pairing.token,
            ca=pairing.ca,
            insecure_lan=pairing.insecure_lan,
            version=VERSION,
            instance=instance or read_instance(self.spool_path),
            timeout=timeout,
        )

    def read(self, name: str) -> dict[str, Any]:
        """Return the object in a file, ``{}`` where there is none to be read."""
        try:
            value = json.loads((self.folder / name).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}

    def write(self, name: str, value: dict[str, Any]) -> None:
        """Write an object into a file, whole or not at all.

        :raises OSError: there is no room.
        """
        number, path = tempfile.mkstemp(dir=self.folder, prefix=f".{name}-")
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                json.dump(value, file)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(path, OWNER_ONLY_FILE)
            os.replace(path, self.folder / name)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(path)
            raise


def default_folder() -> Path:
    """Return the folder of the bridge's files where none is named.

    :return: systemd's, else of the machine on Windows, else of the user.
    """
    given = os.environ.get("STATE_DIRECTORY")
    if given:
        return Path(given.split(os.pathsep)[0])
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / FOLDER_NAME
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / FOLDER_NAME
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / FOLDER_NAME
