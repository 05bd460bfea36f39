"""`./dev bench`: the benchmarks, against floors measured in the same run."""

import argparse
import os

from .errors import DevError
from .odoo_command import python
from .paths import REPOSITORY
from .processes import run as run_program


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("names", nargs="*", help="default: all")


def run(options: argparse.Namespace) -> int:
    """Run `python -m benchmarks NAMES...` in the environment that has everything."""
    if not (REPOSITORY / "benchmarks" / "__main__.py").exists():
        raise DevError("There are no benchmarks yet: write benchmarks/__main__.py.")
    command = [python(), "-m", "benchmarks", *options.names]
    return run_program(command, cwd=REPOSITORY, env={**os.environ})
