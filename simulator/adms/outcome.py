"""What became of a command."""

from typing import NamedTuple


class Outcome(NamedTuple):
    """A return code, further lines of the result, and rows to be sent before it.

    :param table: what the rows are of, ``""`` if there are none to send.
    """

    returned: int = 0
    lines: tuple[str, ...] = ()
    table: str = ""
    rows: tuple[str, ...] = ()


DONE = Outcome()
