"""`./dev demo`: Odoo, a company, and its terminals on real sockets."""

import argparse
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from .api import Api, new_key
from .errors import DevError
from .listener import Listener
from .nginx import nginx
from .ports import port_number
from .progress import say
from .server import PortTaken, Server, require_free
from .stack import Stack
from .terminals import terminals

if TYPE_CHECKING:
    from .branches import Branch

PORT = 8069
DAYS = 5
AT_LEAST = 200  # punches that --once must see turned into attendances
PATIENCE = 300  # seconds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument(
        "--once", action="store_true", help="leave when the attendances are right"
    )
    parser.add_argument("--host", default="127.0.0.1", help="where to listen")
    parser.add_argument(
        "--port", type=port_number, help=f"default: {PORT}, else a free one"
    )


def run(options: argparse.Namespace) -> int:
    """Show it until Ctrl-C, or prove it with --once."""
    require_free(options.host, options.port)
    with Stack("demo") as stack:
        database = stack.database("demo", demo=True)
        server = _serve(stack, database, options)
        api = Api(server.url, database, new_key(stack, database))
        return (prove if options.once else show)(stack, server, api)


def _serve(stack: Stack, database: str, options: argparse.Namespace) -> Server:
    """Start Odoo at the usual port, or at a free one when nobody asked for a port."""
    port = options.port or PORT
    try:
        return stack.server(database, host=options.host, port=port)
    except PortTaken:
        if options.port:
            raise
        return stack.server(database, host=options.host)


def show(stack: Stack, server: Server, api: Api) -> int:
    """Let terminals work; one of them is new, for the visitor to approve."""
    from . import company  # the simulator is read only when it is needed

    stranger = ["--serial=NEW0001", "--users=4", "--zone", company.ZONE, "--live"]
    log = stack.folder / "stranger.log"
    with (
        _company(stack, server, api, "--live", "--every", "10"),
        terminals(server.url, stranger, log),
    ):
        print(f"{server.url} login: admin, password: admin", flush=True)
        say(f"Ctrl-C ends it. Logs: {stack.folder}")
        server.process.wait()
    raise DevError(f"Odoo ended by itself: see {server.log}.")


def prove(stack: Stack, server: Server, api: Api) -> int:
    """Wait until the attendances are what the simulated people lived."""
    with _company(stack, server, api) as branches:
        say("The terminals push their punches, or are asked for them")
        outcome = _wait_right(api, branches)
    print(
        f"{outcome.punches} simulated punches became {len(outcome.right)} attendances,"
        " each as lived",
        flush=True,
    )
    return 0


@contextmanager
def _company(
    stack: Stack, server: Server, api: Api, *more: str
) -> Iterator[list["Branch"]]:
    """Let the terminals of all protocols work for the time of the block."""
    from .branches import BRANCHES, listened

    urls = dict.fromkeys(BRANCHES, server.url)
    if listener := _listener(stack, server):
        urls[listened] = listener.url
    with ExitStack() as running:
        yield [
            running.enter_context(
                branch(api, url, stack.folder, [f"--days={DAYS}", *more])
            )
            for branch, url in urls.items()
        ]


def _listener(stack: Stack, server: Server) -> Listener | None:
    """Return nginx before the server, if there is one on this machine or in Debian."""
    try:
        nginx()
    except DevError as error:
        say(f"Without EBKN terminals: {error}")
        return None
    return stack.listener(server)


def _wait_right(api: Api, branches: list["Branch"]):
    from .lived import compare

    employees = {pin: id_ for each in branches for pin, id_ in each.employees.items()}
    deadline = time.monotonic() + PATIENCE
    said = ""
    while time.monotonic() < deadline:
        lived = [session for each in branches for session in each.sessions()]
        outcome = compare({"sessions": lived}, api, employees)
        if outcome.is_equal and outcome.punches >= AT_LEAST:
            return outcome
        if said != (said := f"{len(outcome.right)} attendances are right"):
            say(said)
        time.sleep(1)
    missing, wrong = sorted(outcome.missing)[:5], sorted(outcome.wrong)[:5]
    raise DevError(
        f"After {PATIENCE} s the attendances are not what was lived."
        f" Missing: {missing} ... Wrong: {wrong} ..."
    )
