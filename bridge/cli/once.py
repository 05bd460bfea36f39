"""`once`: read every terminal once, send everything, and end."""

import argparse

from ..errors import OdooAway, OdooRefused
from ..polling import Poller
from ..program import Program
from ..sources import SourcePoller
from .running import lock_folder, set_up_log

HELP = "read every terminal once, send everything, and end"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--allow-loopback", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    set_up_log(options.state)
    with lock_folder(options.state) as spool:
        program = Program(options.state, spool, allow_loopback=options.allow_loopback)
        problems = poll_once(program)
        waiting = spool.counts().waiting
    for problem in problems:
        print(problem)
    print(f"{waiting} items wait for Odoo." if waiting else "Odoo has everything.")
    return 1 if problems or waiting else 0


def poll_once(program: Program) -> list[str]:
    """Read every terminal once and send everything; return what went wrong."""
    problems = []
    try:
        program.config.refresh(program.contact.client)
    except (OdooAway, OdooRefused) as error:
        problems.append(f"Odoo: {error}")
    for number, device in program.config.devices.items():
        poller = Poller(program.polling, number)
        poller.poll()
        if poller.state.reason:
            problems.append(f"{device.name}: {poller.state.reason}")
    for number, source in program.config.sources.items():
        reader = SourcePoller(program.polling, number)
        while reader.poll() == 0:  # it was cut short
            pass
        if reader.state.reason:
            problems.append(f"{source.name}: {reader.state.reason}")
    program.sender.drain()
    if program.sender.problem:
        problems.append(f"Odoo: {program.sender.problem}")
    return problems
