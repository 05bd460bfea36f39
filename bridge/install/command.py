"""`install`: have the bridge start with the computer."""

import argparse
import os
from pathlib import Path

from ..cli.running import lock_folder
from ..errors import BridgeError
from ..state import State, default_folder
from ..update_files import own_file
from .steps import MoveFiles
from .systems import find_system

PAIRING = "bridge.json"
HELP = "have this bridge start with the computer, as a service without rights"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--show", action="store_true", help="only show what would be done"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    program = own_file()
    if program is None:
        raise BridgeError("Only the program in one file can be installed.")
    known = find_paired(options.state.folder)
    plan = find_system().plan_install(program, known)
    if options.show:
        print("\n".join(map(str, plan.steps)))
        return 0
    if not (known / PAIRING).exists():
        print("This bridge is not paired yet; it waits until it is.")
    if any(isinstance(step, MoveFiles) for step in plan.steps):
        with lock_folder(State(known)):  # none runs there, and all is in the one file
            pass
    plan.perform(print)
    return 0


def find_paired(folder: Path) -> Path:
    """Return the folder of a paired bridge: of the person who typed `sudo`, too."""
    person = os.environ.get("SUDO_USER")
    if (folder / PAIRING).exists() or not person:
        return folder
    try:
        same = home_of(person) / default_folder().relative_to(Path.home())
    except ValueError:
        return folder
    return same if (same / PAIRING).exists() else folder


def home_of(person: str) -> Path:
    """Return the home of a user of this computer."""
    return Path(f"~{person}").expanduser()
