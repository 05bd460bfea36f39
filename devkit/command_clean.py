"""`./dev clean`: remove the cache folder and everything in it."""

import argparse
import shutil

from .paths import cache_folder
from .postgres_home import place
from .progress import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace) -> int:
    """Remove what `./dev` ever put outside the repository."""
    for folder in (place(), cache_folder()):
        if folder.exists():
            shutil.rmtree(folder)
            say(f"{folder} removed")
    return 0
