"""The command line of `./dev`."""

import argparse
import os
import shutil
import signal
import sys
from collections import Counter

from . import bridge, catalogue, openapi, words
from .environments import odoo_command, odoo_environment, python
from .errors import DevError
from .lint import lint
from .paths import REPOSITORY, cache_folder
from .ports import port_number, require_free
from .postgres import postgres
from .postgres_home import binaries, home_path
from .processes import become, run
from .progress import say
from .stack import Stack
from .tiers import TIERS

# Their arguments belong to another program, also those that look like options.
PASSED_ON = ("bench", "mutate", "odoo")
# Tests that attack: through sockets, and by the rights of each role.
ATTACKS = "attack or smuggling or kill"
ATTACKS_IN_ODOO = "TestLinks,TestWriteProtection,TestActions,TestCronIsolation"


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code (2: could not, 130: Ctrl-C)."""
    # Also in a background shell, which starts its programs deaf to Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    options = _parse(arguments)
    try:
        return globals()[f"_{options.command}"](options)
    except DevError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev", description="Everything a developer of this addon needs."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text)

    command("api", "write the description of the API")
    command("attack", "attack a running server, and tell what got through")
    command("bench", "measure, against floors taken in the same run")
    command("bridge", "build the bridge for LANs, one file")
    command("clean", "remove the cache folder")
    demo = command("demo", "show it: Odoo, a company, and its terminals")
    demo.add_argument(
        "--once", action="store_true", help="leave when the attendances are right"
    )
    demo.add_argument("--host", default="127.0.0.1", help="where to listen")
    demo.add_argument("--port", type=port_number, help="default: 8069, else a free one")
    check = command("lint", "check style, types, imports and translations")
    check.add_argument("--fix", action="store_true", help="repair what can be")
    check.add_argument("--quick", action="store_true", help="leave out translations")
    check.add_argument(
        "--words", action="store_true", help="only list names that left the glossary"
    )
    command("mutate", "slip in each format of each brand: a test has to notice")
    command("odoo", "run Odoo's own command line in this environment")
    pot = command("pot", "write the template of translations")
    pot.add_argument("--check", action="store_true", help="only compare, by texts")
    psql = command("psql", "open a SQL prompt")
    psql.add_argument("db", nargs="?", default="postgres")
    psql.add_argument(
        "--durable", action="store_true", help="the server of ./dev bench"
    )
    psql.add_argument("-c", dest="statement", help="run this and leave")
    serve = command("serve", "run Odoo on a database of your own until Ctrl-C")
    serve.add_argument("--db", required=True, help="made with demo data if new, kept")
    serve.add_argument("--port", type=port_number, required=True)
    serve.add_argument("--workers", type=int, default=2)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--durable", action="store_true", help="commits reach the disk")
    test = command("test", "run the tests: pure, odoo, e2e or all three")
    test.add_argument("tier", nargs="*", metavar="TIER", help="|".join(TIERS))
    test.add_argument("-k", dest="expression", default="", help="only these tests")

    if arguments[:1] and arguments[0] in PASSED_ON:
        return argparse.Namespace(command=arguments[0], arguments=arguments[1:])
    return parser.parse_args(arguments)


def _api(_options: argparse.Namespace) -> int:
    openapi.write()
    say(f"{openapi.FILE} written")
    return 0


def _attack(_options: argparse.Namespace) -> int:
    os.environ["BIOMETRIC_ATTACK"] = "full"  # a few hundred within the tests, else
    count = TIERS["e2e"](ATTACKS) + TIERS["odoo"](ATTACKS_IN_ODOO)
    print(f"{count['passed']} passed, {count['failed']} failed")
    return int(bool(count["failed"]))


def _bench(options: argparse.Namespace) -> int:
    return run([python(), "-m", "benchmarks", *options.arguments], cwd=REPOSITORY)


def _bridge(_options: argparse.Namespace) -> int:
    return bridge.build()


def _clean(_options: argparse.Namespace) -> int:
    for folder in (home_path(), cache_folder()):
        if folder.exists():
            shutil.rmtree(folder)
            say(f"{folder} removed")
    return 0


def _demo(options: argparse.Namespace) -> int:
    from demo.command import show  # reads the simulator

    return show(options.host, options.port, options.once)


def _lint(options: argparse.Namespace) -> int:
    return words.main() if options.words else lint(options.fix, options.quick)


def _mutate(options: argparse.Namespace) -> int:
    return run([python(), "-m", "tests.mutation", *options.arguments], cwd=REPOSITORY)


def _odoo(options: argparse.Namespace) -> int:
    with postgres() as server:
        return become(odoo_command(*options.arguments), odoo_environment(**server))


def _pot(options: argparse.Namespace) -> int:
    return catalogue.check() if options.check else catalogue.write()


def _psql(options: argparse.Namespace) -> int:
    with postgres(options.durable) as server:
        command = [binaries() / "psql", "-d", options.db]
        command += ["-c", options.statement] if options.statement else []
        return become(command, {**os.environ, **server})


def _serve(options: argparse.Namespace) -> int:
    require_free(options.host, options.port)
    with Stack("serve", durable=options.durable) as stack:
        database = stack.database(options.db, demo=True, keep=True)
        server = stack.server(
            database, workers=options.workers, port=options.port, host=options.host
        )
        say(f"{server.url} (admin / admin), log: {server.log}, Ctrl-C ends it")
        return server.process.wait()


def _test(options: argparse.Namespace) -> int:
    """Run the tiers; the last line printed is the sum of them."""
    total: Counter = Counter()
    for name in options.tier or TIERS:
        say(f"Tests: {name}")
        count = TIERS[name](options.expression)
        say(f"Tests: {name}: {count['passed']} passed, {count['failed']} failed")
        total += count
    print(f"{total['passed']} passed, {total['failed']} failed", flush=True)
    return 1 if total["failed"] or not total["passed"] else 0
