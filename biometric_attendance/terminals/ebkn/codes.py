"""Labels of the protocol's numbers.

What ``io_mode`` and ``verify_mode`` mean depends on the terminal's library:

    HS100, HS101    io: a small number        verify: a small number
    HS102, HS103    io: 0x RK EEEEEE          verify: 0x12000000, a factor a digit
                        | ||
                reader ─┘ └┴ door event;  K the function key

Libraries lie and others share the layout, so a value beyond 16 bits is of the second
kind whatever the library. Sources: the vendor's web server (two ages of it), captures
of HS101, HS102 and HS103.
"""

from collections.abc import Iterable
from functools import lru_cache

from ..reasons import _
from .text import number

_OLDEST = "HS100"
_NEWER = ("HS102", "HS103", "HS105", "HS200")
_SMALL = 0xFFFF

#: Function key to direction. About 3 and 4 sources disagree; devices may say otherwise.
_KEYS = {1: "in", 2: "out", 3: "break_in", 4: "break_out", 5: "in", 6: "out"}
#: A second reader on the other side of the door.
_READERS = {0: None, 0x10: "in", 0x20: "out"}
#: ``Punch.status`` to direction. 0 is missing: many terminals always send it.
STATUS = {
    reader + key: word
    for reader, way in _READERS.items()
    for key in range(16)
    if (word := _KEYS.get(key) or way)
}

#: Factor to its bit in ``Punch.verify``, and what terminals call it.
FACTORS = {
    _("fingerprint"): (1, ("FP", "FINGERPRINT", "FINGER")),
    _("password"): (2, ("PASSWORD", "PWD", "PASS")),
    _("card"): (4, ("IDCARD", "CARD")),
    _("face"): (8, ("FACE",)),
    _("finger vein"): (16, ("VEIN",)),
    _("iris"): (32, ("IRIS",)),
    _("palm"): (64, ("PALM",)),
    _("job number"): (128, ("JOB NO", "JOBNO")),
}
_BITS = {name: bit for bit, names in FACTORS.values() for name in names}
_FP, _PWD, _CARD, _FACE, _JOB = 1, 2, 4, 8, 128
_OLD_VERIFY = {
    **{1: _FP, 2: _PWD, 3: _CARD, 4: _FP | _PWD, 5: _FP | _CARD, 6: _PWD | _FP},
    **{7: _CARD | _FP, 8: _FP | _FACE, 20: _FACE, 21: _FACE | _CARD},
    **{22: _FACE | _PWD, 23: _CARD | _FACE, 24: _PWD | _FACE, 25: _FACE | _FP},
}
_OLDEST_VERIFY = {
    **{code: _OLD_VERIFY[code] for code in range(1, 8)},
    **{8: _JOB, 9: _CARD | _PWD, 0x89: _PWD | _CARD},
}
#: ``Punch.verify``, the factors' bits together, to the factors.
VERIFY = {
    mask: tuple(word for word, (bit, _names) in FACTORS.items() if mask & bit)
    for mask in range(1, 256)
}

#: Label of an event that is not known.
UNKNOWN_EVENT = _("door or system event")
#: Door event to its label, and whether evidence may have been changed.
EVENTS = {
    1: (_("door closed"), False),
    2: (_("door opened by hand"), False),
    3: (_("door opened by the server"), False),
    4: (_("door closed by the server"), False),
    5: (_("door forced open"), True),
    6: (_("door forced shut"), True),
    7: (_("cover opened"), True),
    8: (_("cover closed"), False),
    9: (_("door opened"), False),
    10: (_("opened under duress"), False),
    13: (_("fire alarm"), False),
}
#: Events that are kept beside the punch they came with.
ALARMS = frozenset({5, 6, 7, 10, 13})

_IO_WORDS = {"IN": 1, "OUT": 2, "BRK_IN": 3, "BRK_OUT": 4, "OVT_IN": 5, "OVT_OUT": 6}


def read_io(io: object, verify: object, library: str) -> tuple[int | None, int]:
    """Read the status, ``None`` where no key was pressed, and the door event, 0 for none.

    :param io: ``io_mode`` as sent, number or text.
    :param verify: ``verify_mode``, which may give the layout away.
    :param library: ``fk_bin_data_lib`` in any case.
    :raises ValueError: for what is neither missing nor readable.
    """
    if io is None or io == "":
        return None, 0
    if isinstance(io, str) and io.strip().upper() in _IO_WORDS:
        return _IO_WORDS[io.strip().upper()], 0
    mode = number(io)
    if mode is None:
        raise ValueError(io)
    mode &= 0xFFFFFFFF
    library = library.upper()
    if max(mode, (number(verify) or 0) & 0xFFFFFFFF) > _SMALL or _newer(library):
        return mode >> 24 or None, mode & 0xFFFFFF
    if library.endswith(_OLDEST) and mode == 0:
        return 2, 0
    return (mode if mode < 256 else None), 0


def read_verify(verify: object, library: str) -> int | None:
    """Read the factors' bits, ``None`` where they are not sent or not known.

    :raises ValueError: for what is neither missing nor readable.
    """
    if verify is None or verify == "":
        return None
    if isinstance(verify, list):
        return _sum(_BITS.get(str(name)[:20].upper(), 0) for name in verify[:8])
    if isinstance(verify, str) and verify.strip().upper() in _BITS:
        return _BITS[verify.strip().upper()]
    mode = number(verify)
    if mode is None:
        raise ValueError(verify)
    mode &= 0xFFFFFFFF
    if mode > _SMALL:
        return _digits(mode)
    if library.upper().endswith(_OLDEST):
        return _OLDEST_VERIFY.get(mode)
    return _OLD_VERIFY.get(mode & 0x1F)


def _newer(library: str) -> bool:
    return library.endswith(_NEWER)


@lru_cache(maxsize=256)
def _digits(mode: int) -> int | None:
    """One hexadecimal digit a factor, from the top, up to the first 0."""
    digits = f"{mode:08x}".partition("0")[0]
    return _sum(1 << int(digit, 16) - 1 for digit in digits if digit in "1234567")


def _sum(bits: Iterable[int]) -> int | None:
    mask = 0
    for bit in bits:
        mask |= bit
    return mask or None
