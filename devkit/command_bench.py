"""`./dev bench`: the benchmarks, against floors measured in the same run."""

import argparse
import os

from .odoo_command import python
from .paths import REPOSITORY
from .processes import run as run_program


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """List it in the help; the arguments are read by the benchmarks themselves."""
    parser.add_argument("arguments", nargs="*", help="see ./dev bench --help")


def run(options: argparse.Namespace) -> int:
    """Run `python -m benchmarks ...` in the environment that has everything."""
    command = [python(), "-m", "benchmarks", *options.arguments]
    return run_program(command, cwd=REPOSITORY, env={**os.environ})
