"""`./dev demo`: Odoo, a company, and its terminals on real sockets."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from devkit.debian import nginx
from devkit.errors import DevError
from devkit.ports import is_free, require_free
from devkit.progress import say
from devkit.server import Server
from devkit.stack import Stack

from . import company
from .api import Api, new_key
from .attendances import Comparison, compare
from .branches import BRANCHES, Branch, behind_listener
from .examples import add_examples
from .listener import Listener
from .simulated import terminals

PORT = 8069
DAYS = 5
ENOUGH_PUNCHES = 200  # that --once must see turned into attendances
ONCE_DEADLINE_SECONDS = 300


def show(host: str, port: int | None, once: bool) -> int:
    """Run the demo until Ctrl-C; or check its attendances once and end.

    :param port: the usual one, or a free one, when None.
    """
    if port:
        require_free(host, port)
    with Stack("demo") as stack:
        database = stack.database("demo", demo=True)
        port = port or (PORT if is_free(host, PORT) else None)
        server = stack.server(database, host=host, port=port)
        api = Api(server.url, database, new_key(stack, database))
        return (_prove if once else _serve)(stack, server, api)


def _serve(stack: Stack, server: Server, api: Api) -> int:
    """Let terminals work; one of them is new, for the user to approve."""
    unknown = ["--serial=NEW0001", "--users=4", "--zone", company.ZONE, "--live"]
    with (
        _company(stack, server, api, "--live", "--every", "10"),
        terminals(server.url, unknown, stack.folder / "unknown.log"),
    ):
        add_examples(api, server.url)
        print(f"{server.url} login: admin, password: admin", flush=True)
        say(f"Ctrl-C ends it. Logs: {stack.folder}")
        server.process.wait()
    raise DevError(f"Odoo ended by itself: see {server.log}.")


def _prove(stack: Stack, server: Server, api: Api) -> int:
    """Wait until the attendances are what the simulated people did."""
    with _company(stack, server, api) as branches:
        say("The terminals push their punches, or are asked for them")
        outcome = _wait_right(api, branches)
    print(
        f"{outcome.punches} simulated punches became {len(outcome.right)} attendances,"
        " each as expected",
        flush=True,
    )
    return 0


@contextmanager
def _company(
    stack: Stack, server: Server, api: Api, *more: str
) -> Iterator[list[Branch]]:
    """Let the terminals of all protocols work for the time of the block."""
    urls = dict.fromkeys(BRANCHES, server.url)
    try:
        nginx()
        urls[behind_listener] = stack.enter_context(Listener(stack, server)).url
    except DevError as error:
        say(f"Without terminals that need the listener: {error}")
    with ExitStack() as running:
        yield [
            running.enter_context(
                branch(api, url, stack.folder, [f"--days={DAYS}", *more])
            )
            for branch, url in urls.items()
        ]


def _wait_right(api: Api, branches: list[Branch]) -> Comparison:
    employees = {pin: id_ for each in branches for pin, id_ in each.employees.items()}
    deadline = time.monotonic() + ONCE_DEADLINE_SECONDS
    progress = ""
    while time.monotonic() < deadline:
        sessions = [session for each in branches for session in each.sessions()]
        outcome = compare({"sessions": sessions}, api, employees)
        if outcome.is_equal and outcome.punches >= ENOUGH_PUNCHES:
            return outcome
        if progress != (progress := f"{len(outcome.right)} attendances are right"):
            say(progress)
        time.sleep(1)
    missing, wrong = sorted(outcome.missing)[:5], sorted(outcome.wrong)[:5]
    raise DevError(
        f"After {ONCE_DEADLINE_SECONDS} s the attendances are not as expected."
        f" Missing: {missing} ... Wrong: {wrong} ..."
    )
