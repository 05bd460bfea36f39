"""`pair`: connect the bridge to an Odoo with a code from its form there."""

import argparse

from ..pairing import pair
from .running import lock_folder

HELP = "connect this bridge to an Odoo, with the code from its form there"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("url", help="of Odoo: https://odoo.example")
    parser.add_argument("code", help="as shown on the bridge's form")
    parser.add_argument("--ca", default="", help="file with certificates of your own")
    parser.add_argument(
        "--insecure-lan", action="store_true", help="allow http://, without encryption"
    )
    parser.add_argument(
        "--wipe", action="store_true", help="remove what waits for another Odoo"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    with lock_folder(options.state) as spool:
        pairing = pair(
            options.state,
            spool,
            options.url,
            options.code,
            ca=options.ca,
            insecure_lan=options.insecure_lan,
            wipe=options.wipe,
        )
    print(f"Paired as {pairing.name or 'a bridge'} with {pairing.url}.")
    print("Next: run it with `run`, or have it start by itself with `install`.")
    return 0
