"""The files of an installed program: the one in use, the one before, and a new one.

    biometric-bridge.pyz            in use
    biometric-bridge.pyz.previous   the one before, for going back
    biometric-bridge.pyz.new        on its way
    update.json                     {"trial": {"sha256", "version", "attempts"},
                                     "failed": {sha256: reason}}

Each step of an update can be the last before a kill: the program in use is whole at any
moment, and an update that was not finished is begun again.
"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from .errors import BridgeError
from .install.start import (
    FOLDER_VARIABLE,
    PREVIOUS,
    PROGRAM,
    hash_of,
    read_record,
    write_record,
)

STARTER = "start.py"
NEW = f"{PROGRAM}.new"
SELF_TEST_SECONDS = 120
MAX_FILE_BYTES = 32 * 2**20


class ProgramFiles:
    """The files in one folder.

    :ivar has_trial: `start.py` starts the program, and goes back where it fails.
    """

    has_trial = True

    def __init__(self, folder: Path):
        self.folder = folder
        self.current, self.previous = folder / PROGRAM, folder / PREVIOUS
        self.new = folder / NEW

    @classmethod
    def around(cls, program: Path) -> "ProgramFiles":
        """Return the files beside a program that was not installed, whatever its name."""
        files = cls(program.parent)
        files.current = program
        files.previous = program.with_name(f"{program.name}.previous")
        files.new = program.with_name(f"{program.name}.new")
        files.has_trial = False
        return files

    @property
    def record(self) -> dict[str, Any]:
        """What is known of updates."""
        return read_record(self.folder)

    def sha256(self) -> str:
        """Return the hash of the program in use, ``""`` where there is none."""
        return hash_of(self.current)

    def put_in_place(self, content: bytes, sha256: str, version: str) -> None:
        """Replace the program in use by another, on trial from its next start.

        :param sha256: what the content must have.
        :raises BridgeError: it is another file, or it fails its self-test. Nothing changed.
        """
        _write(self.new, content)
        if hash_of(self.new) != sha256:
            self.new.unlink()
            raise BridgeError("The file that came is not the one Odoo announced.")
        try:
            self_test(self.new)
        except BridgeError:
            self.new.unlink()
            raise
        record = self.record
        # One that is on trial itself is not worth going back to.
        if self.current.exists() and not record.get("trial"):
            _write(self.previous, self.current.read_bytes())
        if self.has_trial:
            record["trial"] = {"sha256": sha256, "version": version, "attempts": 0}
            record.get("failed", {}).pop(sha256, None)
            write_record(self.folder, record)
        os.replace(self.new, self.current)
        _sync_folder(self.folder)

    def confirm(self) -> bool:
        """End the trial of the program in use: it works. Whether there was one."""
        record = self.record
        if not record.pop("trial", None):
            return False
        write_record(self.folder, record)
        return True

    def refuse(self, sha256: str, reason: str) -> None:
        """Remember that a file is not to be tried again."""
        record = self.record
        record.setdefault("failed", {})[sha256] = reason
        write_record(self.folder, record)

    def failure(self, sha256: str) -> str:
        """Return why a file is not tried again, ``""``: it may be tried."""
        return str(self.record.get("failed", {}).get(sha256) or "")


def self_test(program: Path) -> None:
    """Have a program try itself in a process of its own.

    :raises BridgeError: it fails.
    """
    command = [sys.executable, str(program), "test", "--self"]
    environment = {k: v for k, v in os.environ.items() if k != "NOTIFY_SOCKET"}
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=SELF_TEST_SECONDS,
            env=environment,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BridgeError(f"The new version cannot be tried: {error}") from None
    if done.returncode:
        output = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise BridgeError(f"The new version fails its self-test: {output[:200]}")


def find_files() -> ProgramFiles | None:
    """Return the files of this program, ``None`` where it does not run from one file."""
    named, own = os.environ.get(FOLDER_VARIABLE), own_file()
    if named:
        return ProgramFiles(Path(named))
    if own is None:
        return None
    installed = own.name == PROGRAM and (own.parent / STARTER).exists()
    return ProgramFiles(own.parent) if installed else ProgramFiles.around(own)


def own_file() -> Path | None:
    """Return the one file this program runs from, ``None`` where it is no such file."""
    path = Path(sys.argv[0]).absolute()
    return path if zipfile.is_zipfile(path) else None


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and on the disk.

    :raises OSError: there is no room.
    """
    temporary = path.with_name(path.name + ".part")
    with open(temporary, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
