"""How families of terminals differ on the wire, and where they do not keep their word."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..people import Algorithm

_KEYS = {0: 1, 1: 2, 2: 4, 3: 3}
_SMALL_VERIFY = {1: 1, 3: 2, 4: 3, 15: 20}
_DIGITS = {1: 1, 3: 2, 4: 3, 15: 4}


def _can(version: int, size: int, endpoint: int) -> Mapping[str, Algorithm]:
    return {
        "finger": Algorithm(version, 0, 3000, size),
        "face": Algorithm(endpoint, 0, 1500, 20_000),
        "palm": Algorithm(1, 0, 600, 900),
        "portrait": Algorithm(0, 0, 3000, 2000),
    }


@dataclass(frozen=True, slots=True)
class Firmware:
    """The ways of one family.

    :param library: ``fk_bin_data_lib``; it decides what numbers mean.
    :param path: what it posts to unless its menu takes a path.
    :param id_header: ``trans_id`` or ``cmd_id``.
    :param end: what ends JSON.
    :param poll: seconds between polls while nothing happens.
    :param small: modes are small numbers, not bits.
    :param keyed: it has keys for in and out; else it sends 0 for all.
    :param as_text: numbers in JSON are text.
    :param dashed: times as ``YYYY-MM-DD HH:MM:SS``.
    :param twice: it says Content-Type twice.
    :param log: bytes of a record of its log.
    :param user: bytes of a record of its list of users.
    :param names_array: results name the block of their records.
    :param name: how many letters of a name it keeps.
    :param fingers_only: its list leaves out who has no finger.
    :param modest: it says OK to OPERATOR and REGISTER, and makes a USER.
    :param denies_deletion: it deletes a user and says Error.
    :param lies: it says OK to a new user, and creates none.
    :param epoch: where its clock stands when it was without power.
    :param block: longest body it sends at once.
    """

    library: str = "FKDataHS103"
    path: str = "/"
    id_header: str = "trans_id"
    end: bytes = b"\0"
    poll: float = 20
    small: bool = False
    keyed: bool = True
    as_text: bool = False
    dashed: bool = False
    twice: bool = False
    log: int = 48
    user: int = 36
    names_array: bool = True
    name: int = 15
    fingers_only: bool = False
    modest: bool = False
    denies_deletion: bool = False
    lies: bool = False
    epoch: datetime = datetime(2015, 1, 1)
    block: int = 8192
    version: str = "A102D2S2K1Wfs01 v1.14"
    algorithms: Mapping[str, Algorithm] = field(
        default_factory=lambda: _can(128, 800, 528)
    )

    def io(self, status: int) -> int:
        """``io_mode`` for a state key; 255 is none."""
        key = _KEYS.get(status, 0) if self.keyed else 0
        return key if self.small else key << 24

    def verify(self, how: int) -> int:
        if self.small:
            return _SMALL_VERIFY.get(how, 1)
        return _DIGITS.get(how, 1) << 28


_WS535 = {
    "library": "FKDATAHS101",
    "path": "//",
    "poll": 11,
    "small": True,
    "as_text": True,
    "log": 12,
    "user": 8,
    "name": 8,
    "fingers_only": True,
    "modest": True,
    "denies_deletion": True,
    "epoch": datetime(2000, 1, 1),
    "version": "WS535BW1_BSCS_v1.5.31",
    "algorithms": _can(112, 612, 0),
}
FIRMWARES = {
    "hs103": Firmware(names_array=False),
    "hs102": Firmware(
        library="FKDataHS102",
        path="/hdata.aspx",
        id_header="cmd_id",
        end=b"\n\0",
        poll=10,
        twice=True,
        log=32,
        user=20,
        version="BM70W",
    ),
    "hs101": Firmware(**_WS535),
    "keyless": Firmware(**{**_WS535, "keyed": False, "path": "/fkwebserver/"}),
    "liar": Firmware(**{**_WS535, "lies": True}),
    "m50": Firmware(library="M50", path="/ebkn", dashed=True, poll=3, version="S-FB3K"),
}
