"""`export`: write what Odoo does not have yet into a file, for rescue."""

import argparse
import json
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TextIO

from ..errors import BridgeError
from ..spool import Spool
from ..state import OWNER_ONLY_FILE

HELP = "write what Odoo does not have yet into a file, one item a line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("file", type=Path, help="to be made; - for standard output")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    with closing(Spool(options.state.spool_path)) as spool:
        if str(options.file) == "-":
            count = write(spool, sys.stdout)
        else:
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
            try:
                number = os.open(options.file, flags, OWNER_ONLY_FILE)
            except OSError as error:
                message = f"{options.file} cannot be made: {error.strerror}."
                raise BridgeError(message) from None
            with os.fdopen(number, "w", encoding="utf-8") as file:
                count = write(spool, file)
    print(f"{count} items written; they still wait for Odoo.", file=sys.stderr)
    return 0


def write(spool: Spool, file: TextIO) -> int:
    """Write every item as a line of JSON, and return how many there were."""
    count = 0
    for each in spool.quarantined():
        line = {**each.item._asdict(), "code": each.code, "message": each.message}
        print(json.dumps(line), file=file)
        count += 1
    for item in spool.all_waiting():
        print(json.dumps(item._asdict()), file=file)
        count += 1
    return count
