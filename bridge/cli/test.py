"""`test`: try the connections to Odoo and to each terminal."""

import argparse
import importlib
import pkgutil

import bridge
import terminals
from terminals.poll import Limits
from terminals.times import zone

from ..config import Config
from ..errors import OdooAway, OdooRefused
from ..polling import find_poll
from ..sources import find_source
from ..version import VERSION

HELP = "try the connections to Odoo and to each terminal"
#: Packages for what Odoo alone does.
NOT_PACKED = frozenset({"Crypto"})
LIMITS = Limits(timeout=5.0, deadline=15.0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--self",
        action="store_true",
        dest="itself",
        help="only whether this file is whole, without network and pairing",
    )
    parser.add_argument("--allow-loopback", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.itself:
        return _test_itself()
    config, failures = Config(options.state), 0
    try:
        config.refresh(options.state.client())
        print(f"Odoo at {options.state.pairing.url}: answers")
    except (OdooAway, OdooRefused) as error:
        failures += 1
        print(f"Odoo at {options.state.pairing.url}: {error}")
    if not (config.devices or config.sources):
        print("No terminal is given to this bridge yet: choose it on a device's form.")
    for device in config.devices.values():
        poll = find_poll(device)
        if poll is None:
            failures += 1
            print(f"{device.name}: this bridge cannot call it")
            continue
        values = {**device.values, "allow_loopback": options.allow_loopback}
        found = poll.diagnose(values, LIMITS)
        is_other = found.problem is None and not device.is_same(found.serial)
        failures += bool(found.problem or is_other)
        if is_other:
            print(f"{device.name}: another terminal answers, {found.serial}")
        else:
            print(f"{device.name}: {found.problem or found.answer or 'answers'}")
    failures += _test_sources(config, options.allow_loopback)
    return 1 if failures else 0


def _test_sources(config: Config, allow_loopback: bool) -> int:
    """Try each program and database; return how many fail."""
    failures = 0
    for each in config.sources.values():
        source = find_source(each)
        if source is None:
            failures += 1
            print(f"{each.name}: this bridge cannot read it")
            continue
        values = {**each.values, "allow_loopback": allow_loopback}
        found = source.diagnose(values, LIMITS)
        failures += bool(found.problem)
        print(f"{each.name}: {found.problem or found.answer or 'answers'}")
    return failures


def _test_itself() -> int:
    """Load every part of this program, and the zones of the world."""
    for package in (bridge, terminals):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.endswith("__main__"):
                continue
            try:
                importlib.import_module(found.name)
            except ModuleNotFoundError as error:
                if error.name not in NOT_PACKED:
                    raise
    zone("Asia/Kathmandu")
    print(VERSION)
    return 0
