"""What all systems need to know of the service."""

import pkgutil
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath

from ..errors import BridgeError
from .start import PROGRAM
from .steps import MakeFolder, MoveFiles, Step, WriteFile

NAME = "biometric-bridge"
DESCRIPTION = "Reads biometric terminals in this network for Odoo"
PROGRAM_FOLDER = "program"
STARTER = "start.py"
#: What a bridge remembers, in the order it may be lost with the least harm.
STATE_FILES = (
    "config.json",
    "spool.db",
    "spool.db-wal",
    "spool.db-shm",
    "bridge.json",
)


@dataclass(frozen=True, slots=True)
class Service:
    """A service to be installed.

    :param python: the interpreter that runs it, for good.
    :param state: folder of its files, in the notation of its system.
    """

    python: str
    state: PurePath

    @property
    def folder(self) -> PurePath:
        """The folder of the program."""
        return self.state / PROGRAM_FOLDER

    def arguments(self) -> tuple[str, ...]:
        """Return the command line of the service behind the interpreter."""
        return str(self.folder / STARTER), "--state", str(self.state), "run"


def find_python(private: tuple[str, ...]) -> str:
    """Return the interpreter for a service, which does not run as the person who types.

    :param private: folders of people, where others cannot read.
    :raises BridgeError: this one is in such a folder.
    """
    python = sys.executable
    if not python:
        raise BridgeError("The path of Python is not known.")
    if any(Path(python).is_relative_to(folder) for folder in private):
        raise BridgeError(
            f"Python is in {Path(python).parent}, where a service cannot read. Install "
            "Python for all users, or start this with the system's own Python."
        )
    return python


def program_steps(service: Service, program: Path, known: Path) -> list[Step]:
    """Return the steps that put program and state in place.

    :param program: the one file that runs now.
    :param known: the folder of the bridge that was paired, as the person who types.
    """
    folder, state = Path(service.folder), Path(service.state)
    steps: list[Step] = [MakeFolder(state)]
    moves = known.absolute() != state.absolute()
    if moves and (known / "bridge.json").exists():
        if (state / "bridge.json").exists():
            raise BridgeError(
                f"Both {known} and {state} have a paired bridge. Remove one of them."
            )
        steps.append(MoveFiles(known, state, STATE_FILES))
    starter = pkgutil.get_data(__package__, STARTER) or b""
    steps.append(WriteFile(folder / STARTER, starter))
    if program.absolute() != (folder / PROGRAM).absolute():
        steps.append(WriteFile(folder / PROGRAM, program.read_bytes()))
    return steps
