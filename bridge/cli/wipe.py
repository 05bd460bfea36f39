"""`wipe`: remove everything this bridge knows, also what Odoo does not have yet."""

import argparse

from ..errors import BridgeError
from .running import lock_folder

HELP = "remove everything, also what Odoo does not have yet"
FILES = ("bridge.json", "config.json", "status.json", "bridge.log")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--yes", action="store_true", help="it is meant")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    with lock_folder(options.state) as spool:
        waiting = spool.counts().waiting
        if not options.yes:
            raise BridgeError(
                f"{waiting} items wait for Odoo. Add --yes to remove all."
            )
        spool.wipe()
        for name in FILES:
            for path in options.state.folder.glob(f"{name}*"):
                path.unlink()
    print(f"Everything is removed, {waiting} items among it.")
    return 0
