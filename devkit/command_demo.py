"""`./dev demo`: Odoo, a company, and its terminals pushing over real HTTP."""

import argparse
import json
import time
from contextlib import ExitStack

from .api import Api, new_key
from .errors import DevError
from .ports import port_number
from .progress import say
from .server import PortTaken, Server, require_free
from .stack import Stack
from .terminals import terminals

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

    company.found(api)
    fleet = [*_fleet(company), "--live", "--every", "10"]
    stranger = ["--serial=NEW0001", "--users=4", "--zone", company.ZONE, "--live"]
    with ExitStack() as running:
        for name, arguments in (("fleet", fleet), ("stranger", stranger)):
            log = stack.folder / f"{name}.log"
            running.enter_context(terminals(server.url, arguments, log))
        print(f"{server.url} login: admin, password: admin", flush=True)
        say(f"Ctrl-C ends it. Logs: {stack.folder}")
        server.process.wait()
    raise DevError(f"Odoo ended by itself: see {server.log}.")


def prove(stack: Stack, server: Server, api: Api) -> int:
    """Wait until the attendances are what the simulated people lived."""
    from . import company

    employees = company.found(api)
    file = stack.folder / "truth.json"
    log = stack.folder / "fleet.log"
    arguments = [*_fleet(company), "--once", "--truth", file]
    with terminals(server.url, arguments, log) as fleet:
        say("The terminals push their punches")
        if fleet.wait(PATIENCE):
            raise DevError(f"{log.read_text()[-1000:]}\nThe terminals failed: {log}.")
    outcome = _wait_right(api, json.loads(file.read_text()), employees)
    print(
        f"{outcome.punches} simulated punches became {len(outcome.right)} attendances,"
        " each as lived",
        flush=True,
    )
    return 0


def _fleet(company) -> list[str]:
    return [
        f"--terminals={len(company.SERIALS)}",
        f"--users={company.PEOPLE}",
        f"--days={DAYS}",
        f"--zone={company.ZONE}",
    ]


def _wait_right(api: Api, truth: dict, employees: dict[str, int]):
    from .lived import compare

    deadline = time.monotonic() + PATIENCE
    said = ""
    while time.monotonic() < deadline:
        outcome = compare(truth, api, employees)
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
