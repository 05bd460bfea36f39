"""`uninstall`: not start the bridge with the computer any more."""

import argparse

from .systems import find_system

HELP = "not start this bridge with the computer any more; what it remembers stays"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--show", action="store_true", help="only show what would be done"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    plan = find_system().plan_uninstall(options.state.folder)
    if options.show:
        print("\n".join(map(str, plan.steps)))
        return 0
    plan.perform(print)
    return 0
