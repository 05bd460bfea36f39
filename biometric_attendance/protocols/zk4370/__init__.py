"""Port 4370 of ZKTeco and compatible terminals: we call, the terminal answers."""

from .auth import opens, scramble
from .codes import OPTIONS, STATUS, TABLES, VERIFY, Command, Event, Reply
from .frames import (
    TCP_TOP,
    Frame,
    checksum,
    decode_frame,
    encode_frame,
    unwrap_top,
    wrap,
)
from .layouts import LAYOUTS, Layout, encode_row
from .moment import decode_six, decode_time, encode_six, encode_time
from .punches import decode_rows

__all__ = [
    "LAYOUTS",
    "OPTIONS",
    "STATUS",
    "TABLES",
    "TCP_TOP",
    "VERIFY",
    "Command",
    "Event",
    "Frame",
    "Layout",
    "Reply",
    "checksum",
    "decode_frame",
    "decode_rows",
    "decode_six",
    "decode_time",
    "encode_frame",
    "encode_row",
    "encode_six",
    "encode_time",
    "opens",
    "scramble",
    "unwrap_top",
    "wrap",
]
