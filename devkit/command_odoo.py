"""`./dev odoo ARGS...`: Odoo's own command line in this environment."""

import argparse

from .odoo_command import odoo_command, odoo_environment
from .postgres import postgres
from .processes import interact


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """List it in the help; the arguments are passed on unread."""
    parser.add_argument("arguments", nargs="*", help="see ./dev odoo --help")


def run(options: argparse.Namespace) -> int:
    """Hand everything over to Odoo; a database server is there."""
    with postgres() as server:
        environment = odoo_environment(**server)
        return interact(odoo_command(*options.arguments), env=environment)
