"""`install`: have the bridge start with the computer."""

import argparse

from ..errors import BridgeError
from ..update_files import own_file
from .systems import find_system

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
    plan = find_system().plan_install(program, options.state.folder)
    if options.show:
        print("\n".join(map(str, plan.steps)))
        return 0
    if not (options.state.folder / "bridge.json").exists():
        print("This bridge is not paired yet; it waits until it is.")
    plan.perform(print)
    return 0
