"""The command line of `./dev`."""

import argparse
import signal
import sys
from importlib import import_module

from .errors import DevError

# Each command is a module `devkit/command_<name>.py` with `add_arguments(parser)`
# and `run(options) -> exit code`; its docstring's first line is the help text.
COMMANDS = {
    "bench": "measure, against floors taken in the same run",
    "clean": "remove the cache folder",
    "demo": "show it: Odoo, a company, and its terminals",
    "lint": "check style, rings and translations",
    "odoo": "run Odoo's own command line in this environment",
    "pot": "write the template of translations",
    "psql": "open a SQL prompt",
    "serve": "run Odoo on a database of your own until Ctrl-C",
    "test": "run the tests: pure, odoo, e2e or all three",
}
# Their arguments belong to another program, also those that look like options.
PASSED_ON = {"bench", "odoo"}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code (2: could not, 130: Ctrl-C)."""
    # Also in a background shell, which starts its programs deaf to Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    options = _parse(arguments)
    command = import_module(f".command_{options.command}", __package__)
    try:
        return command.run(options)
    except DevError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _parse(arguments: list[str]) -> argparse.Namespace:
    if arguments[:1] and arguments[0] in PASSED_ON:
        return argparse.Namespace(command=arguments[0], arguments=arguments[1:])
    parser = argparse.ArgumentParser(
        prog="./dev", description="Everything a developer of this addon needs."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in COMMANDS.items():
        command = import_module(f".command_{name}", __package__)
        command.add_arguments(commands.add_parser(name, help=text, description=text))
    return parser.parse_args(arguments)
