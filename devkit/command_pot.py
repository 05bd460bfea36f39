"""`./dev pot`: write the template of translations."""

import argparse

from . import catalogue
from .progress import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--check", action="store_true", help="only compare, by texts")


def run(options: argparse.Namespace) -> int:
    """Write the file, or say how it differs."""
    if options.check:
        return 0 if is_current() else 1
    catalogue.POT.parent.mkdir(exist_ok=True)
    catalogue.POT.write_text(catalogue.export())
    say(f"{catalogue.POT} written")
    return 0


def is_current() -> bool:
    """Tell whether the stored file has all texts and no others; print those."""
    missing, stale = catalogue.difference()
    for text in sorted(missing):
        print(f"not in the .pot yet: {text}")
    for text in sorted(stale):
        print(f"no longer used: {text}")
    if missing or stale:
        print("The template of translations is stale: run ./dev pot.")
    return not (missing or stale)
