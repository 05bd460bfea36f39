"""Layouts known by the names of their columns: one entry a layout.

Facts are from public descriptions and files others have published; none of the programs was
tried.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from .layout import Layout


@dataclass(frozen=True, slots=True)
class Kind:
    """A layout with a name.

    :param key: the layout's name, ``Layout.kind``.
    :param title: name of the program or terminal, for people.
    :param needs: sets of folded names of columns; with all of one set it is this layout.
    :param columns: meaning to the names of its column, the likeliest first; ``()`` where
        no column may have it.
    :param internal: names of columns that number people inside the program; they are the
        PIN only where a person says so.
    :param asks_zeros: whether PINs are filled with zeros that the terminal does not show.
    :param asks_codes: whether numbers of a state are not the same on all terminals.
    :param small_letters: whether small letters are other states than the capitals.
    :param pin_with_name: whether the name follows the PIN in parentheses.
    """

    key: str
    title: str
    needs: Sequence[frozenset[str]]
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    internal: Collection[str] = ()
    asks_zeros: bool = False
    asks_codes: bool = False
    small_letters: bool = False
    pin_with_name: bool = False


def _needs(*sets: str) -> list[frozenset[str]]:
    return [frozenset(names.split()) for names in sets]


KINDS = (
    Kind(
        "glg",
        "GLG_001, AGL_001 of FK, Realand, Timmy",
        _needs("enno datetime"),
        {
            "pin": ["enno"],
            "time": ["datetime"],
            "state": ["inout", "iomd"],
            "verify": ["mode", "vm"],
            "device": ["tmno"],
        },
        asks_zeros=True,
        asks_codes=True,
    ),
    Kind(
        "pyzk",
        "CSV written with pyzk",
        _needs("userid timestamp status punch"),
        {"time": ["timestamp"], "state": ["punch"], "verify": ["status"]},
    ),
    Kind(
        "att2000",
        "CHECKINOUT of att2000",
        _needs("userid checktime", "badgenumber checktime"),
        {
            "pin": ["badgenumber"],
            "time": ["checktime"],
            "state": ["checktype"],
            "verify": ["verifycode"],
            "device": ["sn"],
        },
        internal=["userid"],
        small_letters=True,
    ),
    Kind(
        "biotime_table",
        "BioTime transactions, raw",
        _needs("empcode punchtime"),
        {
            "pin": ["empcode"],
            "time": ["punchtime"],
            "state": ["punchstate"],
            "verify": ["verifytype"],
            "device": ["terminalsn"],
        },
    ),
    Kind(
        "biotime",
        "BioTime transaction report",
        _needs(
            "employeeid punchstate",
            "personnelid punchstate",
            "employeeid devicesn",
            "employeeid datasource",
        ),
        {"pin": ["employeeid", "personnelid"], "device": ["devicesn"]},
    ),
    Kind(
        "etimetracklite",
        "eTimeTrackLite DeviceLogs",
        _needs("userid logdate"),
        {
            "pin": ["userid"],
            "time": ["logdate"],
            "state": ["direction", "attdirection"],
            "device": ["serialnumber"],
        },
    ),
    Kind(
        "ivms",
        "iVMS-4200, HikCentral attendance records",
        _needs("personid attendancecheckpoint", "personid attendancestatus"),
        {
            "pin": ["personid"],
            "state": ["attendancestatus"],
            "device": ["attendancecheckpoint"],
        },
    ),
    Kind(
        "zktime",
        "ZKTime attendance log",
        _needs("acno"),
        {"pin": ["acno"], "state": ["state"]},
    ),
    Kind(
        "crosschex",
        "CrossChex records",
        _needs("workno checktime", "workno datetime", "employeeno attendancestate"),
        {"pin": ["workno", "employeeno"]},
        asks_codes=True,
    ),
    Kind(
        "biostar",
        "BioStar event log",
        _needs("user event date", "user event datetime", "userid event date deviceid"),
        {
            "pin": ["userid", "user"],
            "event": ["event"],
            "state": ["taevent", "takey", "tnaevent", "tnakey", "tna"],
            "device": ["deviceid"],
        },
        pin_with_name=True,
    ),
)
#: Files without a header that begin with PIN and time.
ATTLOG = Kind("attlog", "attlog.dat of a USB stick", ())
#: Any other table.
TABLE = Kind("", "Table", (), asks_codes=True)
_BY_KEY = {kind.key: kind for kind in (*KINDS, ATTLOG, TABLE)}


def kind_of(header: Collection[str]) -> Kind:
    """Return the layout of a header of folded names; ``TABLE`` where it is none of them."""
    names = set(header)
    for kind in KINDS:
        if any(needed <= names for needed in kind.needs):
            return kind
    return TABLE


def kind_named(layout: Layout) -> Kind:
    """Return the kind of a layout."""
    return _BY_KEY.get(layout.kind, TABLE)
