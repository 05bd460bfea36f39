"""The command line: a module for each command."""

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

from ..errors import BridgeError
from ..spool import SpoolFull
from ..state import State, default_folder
from ..version import VERSION

#: Command to the module with its ``HELP``, ``add_arguments(parser)`` and ``run(options)``.
COMMANDS = {
    "pair": "bridge.cli.pair",
    "run": "bridge.cli.run",
    "once": "bridge.cli.once",
    "status": "bridge.cli.status",
    "test": "bridge.cli.test",
    "scan": "bridge.cli.scan",
    "export": "bridge.cli.export",
    "retry": "bridge.cli.retry",
    "install": "bridge.install.command",
    "uninstall": "bridge.install.uninstall",
    "update": "bridge.update",
    "wipe": "bridge.cli.wipe",
}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code: 1 something is wrong, 2 it could not."""
    options = _parse(arguments)
    try:
        if not getattr(options, "itself", False):
            options.state = State(options.state)
        return int(options.module.run(options))
    except BridgeError as error:
        print(error, file=sys.stderr)
        return 2
    except SpoolFull:
        print("There is no room on the disk.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="biometric-bridge",
        description="Reads terminals in this network for an Odoo elsewhere.",
    )
    parser.add_argument("--version", action="version", version=VERSION)
    parser.add_argument(
        "--state",
        type=Path,
        default=default_folder(),
        metavar="FOLDER",
        help="where it keeps its files (%(default)s)",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    # Of one that is named, only its own module is loaded.
    named = [name for name in COMMANDS if name in arguments]
    for name in named or COMMANDS:
        module: Any = importlib.import_module(COMMANDS[name])
        added = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(added)
        added.set_defaults(module=module)
    return parser.parse_args(arguments)
