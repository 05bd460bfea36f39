"""`./dev psql [DB]`: a SQL prompt on the database server of the tests."""

import argparse
import os

from .postgres import postgres
from .postgres_home import binaries
from .processes import interact


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("db", nargs="?", default="postgres")
    parser.add_argument(
        "--durable", action="store_true", help="the server of ./dev bench"
    )
    parser.add_argument("-c", dest="statement", help="run this and leave")


def run(options: argparse.Namespace) -> int:
    """Open the prompt."""
    with postgres(options.durable) as server:
        command = [binaries() / "psql", "-d", options.db]
        if options.statement:
            command += ["-c", options.statement]
        return interact(command, env={**os.environ, **server})
