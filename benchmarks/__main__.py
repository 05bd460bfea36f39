"""`python -m benchmarks [NAME...]`: run benches, print the table, keep the figures."""

import argparse
import sys
from importlib import import_module

from devkit.errors import DevError
from devkit.progress import say
from devkit.stack import Stack

from .figure import Figure, store, table
from .fixtures import Fixtures

# Which module measures it; one module may measure several.
BENCHES = {
    "heartbeat": "heartbeat",
    "push-1": "push_1",
    "ingest": "ingest",
    "replay": "ingest",
    "latency": "latency",
    "pairing": "pairing",
    "backlog": "backlog",
    "memory": "backlog",
    "growth": "growth",
    "poll": "poll",
    "poll-idle": "poll_idle",
    "poll-broken": "poll_broken",
    "bridge": "bridge",
    "bridge-idle": "bridge_idle",
    "files": "files",
    "sources": "sources",
    "today": "today",
    "screens": "screens",
}


def main() -> int:
    """Run the benches asked for; 1 only for a missed gate under --gate."""
    options = _options()
    modules = dict.fromkeys(BENCHES[name] for name in options.names or BENCHES)
    figures: list[Figure] = []
    with Stack("bench", durable=True) as stack:
        fixtures = Fixtures(stack, options.scale)
        for name in modules:
            say(f"Bench: {name}")
            module = import_module(f".{name}", __package__)
            for figure in module.run(fixtures):
                say("  ".join(figure.cells()))
                figures.append(figure)
    print(table(figures), flush=True)
    store(figures)
    missed = [figure.name for figure in figures if figure.verdict == "MISSED"]
    if missed:
        say(f"Gates missed: {', '.join(missed)}")
    return 1 if missed and options.gate else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--gate", action="store_true", help="exit 1 when one is missed")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="0.1: a tenth of the punches"
    )
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    return options


if __name__ == "__main__":
    try:
        sys.exit(main())
    except DevError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
