"""The peer of decoding: pyzk's own way from the bytes of a log to its punches."""

from collections.abc import Sequence

from zk import ZK
from zk.attendance import Attendance


class Parse(ZK):
    """pyzk with everything in hand that it would ask a terminal for.

    :param rows: the rows of a log, without the length in front.
    :param count: how many rows that is.
    """

    def __init__(self, rows: bytes, count: int):
        super().__init__("127.0.0.1", ommit_ping=True)
        self._ZK__sock.close()
        self.records = count
        self._table = len(rows).to_bytes(4, "little") + rows

    def read_sizes(self) -> bool:
        return True

    def get_users(self) -> Sequence:
        return []

    def read_with_buffer(self, *_table: int) -> tuple[bytes, int]:
        return self._table, len(self._table)


def parse(rows: bytes, count: int) -> list[Attendance]:
    """Return the punches pyzk makes of these rows."""
    return Parse(rows, count).get_attendance()
