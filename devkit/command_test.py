"""`./dev test`: the three tiers and one sum."""

import argparse

from .odoo_tier import run_odoo
from .progress import say
from .pytest_tier import run_pytest
from .tally import Tally


def pure(expression: str) -> Tally:
    """Test the pure rings: no Odoo, no database. On all cores: many tests only wait."""
    return run_pytest("tests", expression, "-q", "--numprocesses=auto")


def e2e(expression: str) -> Tally:
    """Test everything together: prefork server, terminals, browser."""
    return run_pytest("e2e", expression, "-v")


TIERS = {"pure": pure, "odoo": run_odoo, "e2e": e2e}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("tier", nargs="*", metavar="TIER", help="|".join(TIERS))
    parser.add_argument("-k", dest="expression", default="", help="only these tests")


def run(options: argparse.Namespace) -> int:
    """Run the tiers asked for; the last line printed is the sum of them."""
    total = Tally()
    for name in options.tier or TIERS:
        say(f"Tests: {name}")
        tally = TIERS[name](options.expression)
        say(f"Tests: {name}: {tally}")
        total += tally
    print(total, flush=True)
    return 1 if total.failed or not total.passed else 0
