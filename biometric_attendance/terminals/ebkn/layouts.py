"""Layouts of binary records, little endian, distinguished by their size alone.

    log   12  u32 id, u8 version, u8 io, u8 verify, u8 second, u32 time        HS101
          24  the same, u32 io (event:24, key:8), u32 verify, u32 temperature
          40, 52  the two above with an id of 32 letters
          12  u8 valid, u8 (verify:6, io:2), u8 -, u8 second, u32 id, u32 date  HS100
          32  id of 16, u8 version, 2 -, u8 second, u32 time, u32 io, u32 verify  HS102
          48  id of 32, u8 version, u8 -, u8 work code, u8 second, the same      HS103
    user   8  u32 id, u8 privilege, u8 enabled, u16 flags                       HS101
          10  the same, 2 more                          20, 36  id of 16, of 32
           8  u8 enabled, u8 privilege, u8 backup, u8 -, u32 id                 HS100

Time: bits 0-1 valid, 2-11 year - 1900, 12-15 month, 16-20 day, 21-25 hour, 26-31
minute. Date of HS100: 0-11 year, 12-15 month, 16-20 day, 21-25 hour, 26-31 minute.
Sources: the vendor's web server; records of HS101 and HS103 from terminals.
"""

from collections.abc import Callable, Iterator
from struct import Struct
from typing import Any, NamedTuple


class Log(NamedTuple):
    """One record of the log; ``time`` is 14 digits, as in pushed punches."""

    pin: str
    time: str
    io: int
    verify: int
    workcode: int = 0


class Listed(NamedTuple):
    """One record of the list of users; ``flags`` are bits of what is enrolled."""

    pin: str
    privilege: int
    enabled: bool
    flags: int


class Layout(NamedTuple):
    """The binary layout of one kind of record.

    :param struct: the fields of a record.
    :param read: makes a record of the values of the fields.
    :param library: the terminal's software library whose codes the record has, ``""`` for
        the codes of all others.
    """

    struct: Struct
    read: Callable[..., Log | Listed]
    library: str = ""


def _time(second: int, packed: int, year: int) -> str:
    month, day = packed >> 12 & 15, packed >> 16 & 31
    hour, minute = packed >> 21 & 31, packed >> 26
    return f"{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}"


def _packed(second: int, packed: int) -> str:
    return _time(second, packed, (packed >> 2 & 0x3FF) + 1900)


def _id(raw: bytes | int) -> str:
    if isinstance(raw, int):
        return str(raw)
    return raw.partition(b"\0")[0].decode("ascii", "replace")


def _old(ident, io, verify, second, packed) -> Log:
    return Log(_id(ident), _packed(second, packed), io, verify)


def _wide(ident, io, verify, second, packed, more, how, _temperature) -> Log:
    """The second pair is 0 where the terminal only fills the first."""
    return Log(_id(ident), _packed(second, packed), more or io, how or verify)


def _oldest(mode, second, ident, date) -> Log:
    return Log(_id(ident), _time(second, date, date & 0xFFF), mode >> 6, mode & 63)


def _new(ident, workcode, second, packed, io, verify) -> Log:
    return Log(_id(ident), _packed(second, packed), io, verify, workcode)


def _middle(ident, second, packed, io, verify) -> Log:
    return Log(_id(ident), _packed(second, packed), io, verify)


def _user(ident, privilege, enabled, flags) -> Listed:
    return Listed(_id(ident), privilege, bool(enabled), flags)


def _oldest_user(enabled, privilege, backup, ident) -> Listed:
    return Listed(_id(ident), privilege, bool(enabled), backup)


#: Size to layout of the log.
LOGS = {
    12: Layout(Struct("<IxBBBI"), _old),
    24: Layout(Struct("<IxBBBIIII"), _wide),
    40: Layout(Struct("<32sxBBBI"), _old),
    52: Layout(Struct("<32sxBBBIIII"), _wide),
    32: Layout(Struct("<16sxxxBIII"), _middle, "HS102"),
    48: Layout(Struct("<32sxxBBIII"), _new, "HS103"),
}
#: Size to layout of the list of users.
USERS = {
    8: Layout(Struct("<IBBH"), _user),
    10: Layout(Struct("<IBBHxx"), _user),
    20: Layout(Struct("<16sBBH"), _user),
    36: Layout(Struct("<32sBBH"), _user),
}
_OLDEST = "HS100"
_OLDEST_LOG = Layout(Struct("<xBxBII"), _oldest, _OLDEST)
_OLDEST_USER = Layout(Struct("<BBBxI"), _oldest_user, _OLDEST)


def log_layout(size: int, library: str) -> Layout | None:
    """Return the layout of log records of a size, ``None`` for an unknown size.

    :param library: ``fk_bin_data_lib`` of the terminal; only HS100 needs it.
    """
    oldest = size == 12 and library.upper().endswith(_OLDEST)
    return _OLDEST_LOG if oldest else LOGS.get(size)


def user_layout(size: int, library: str) -> Layout | None:
    """Return the layout of user records of a size, ``None`` for an unknown size."""
    oldest = size == 8 and library.upper().endswith(_OLDEST)
    return _OLDEST_USER if oldest else USERS.get(size)


def cut(block: bytes, layout: Layout) -> Iterator[Any]:
    """Yield the records of a block; an incomplete one at the end is ignored."""
    size = layout.struct.size
    whole = len(block) - len(block) % size
    for pieces in layout.struct.iter_unpack(block[:whole]):
        yield layout.read(*pieces)
