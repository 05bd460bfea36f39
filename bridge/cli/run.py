"""`run`: read terminals and send to Odoo, until stopped."""

import argparse
import signal

from ..memory import limit_arenas
from ..no_room import wait_for_room
from ..program import Program
from ..spool import SpoolFull
from .running import lock_folder, set_up_log

HELP = "read terminals and send to Odoo, until stopped"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--allow-loopback", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    limit_arenas()
    set_up_log(options.state)
    while True:
        try:
            return _run(options)
        except SpoolFull:
            wait_for_room(options.state)


def _run(options: argparse.Namespace) -> int:
    """Run until stopped.

    :raises SpoolFull: there is no room to begin.
    """
    with lock_folder(options.state) as spool:
        program = Program(options.state, spool, allow_loopback=options.allow_loopback)

        def stop(_number: int, _frame: object) -> None:
            program.stopping.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        program.run()
    return program.exit_code
