"""`retry`: send once more what Odoo refused."""

import argparse
from contextlib import closing

from ..spool import Spool

HELP = "send once more what Odoo refused"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command: none."""


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    with closing(Spool(options.state.spool_path)) as spool:
        count = spool.release()
    print(
        f"{count} items wait for Odoo once more." if count else "Nothing was refused."
    )
    return 0
