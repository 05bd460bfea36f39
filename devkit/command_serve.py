"""`./dev serve`: Odoo on a database of that name, until Ctrl-C."""

import argparse

from .ports import port_number
from .progress import say
from .server import require_free
from .stack import Stack


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--db", required=True, help="made with demo data if new, kept")
    parser.add_argument("--port", type=port_number, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--durable", action="store_true", help="commits reach the disk")


def run(options: argparse.Namespace) -> int:
    """Serve until the server ends or the user has enough."""
    require_free(options.host, options.port)
    with Stack("serve", durable=options.durable) as stack:
        database = stack.database(options.db, demo=True, keep=True)
        server = stack.server(
            database, workers=options.workers, port=options.port, host=options.host
        )
        say(f"{server.url} (admin / admin), log: {server.log}, Ctrl-C ends it")
        return server.process.wait()
