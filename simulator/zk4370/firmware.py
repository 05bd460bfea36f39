"""How models differ at port 4370."""

from dataclasses import dataclass

from .events import PUNCH_LENGTHS
from .rows import ROW_LAYOUTS
from .sizes import SIZES_LENGTHS


@dataclass(frozen=True, slots=True)
class ZkFirmware:
    """The ways of one model.

    :param rows: layout of its log, a name in ``ROW_LAYOUTS``.
    :param user_size: bytes of a user, 28 or 72.
    :param split: windows come in frames of 1008 bytes that number themselves in the
        session field; otherwise in one frame.
    :param inline: a table of at most so many bytes comes at once, without a buffer.
    :param sizes: length of the answer about what is stored: 4, 80, 92 or 112.
    :param buffered: it knows requests 1503 and 1504; otherwise only the old ones.
    :param event: length of a punch in a live event, 10 to 52.
    :param single: what becomes of a second client: ``""`` welcome, ``refuse`` (hung up
        at once), ``hang`` (never answered), ``kick`` (the first one has to go).
    :param restart_acked: whether it answers before it restarts.
    :param heeds_disable: whether a disabled terminal really takes no notice of people.
    :param empty_log: code that answers the request for an empty log, ``None``: no rows.
    :param encoding: of names and PINs.
    """

    model: str
    platform: str
    version: str
    rows: str = "40"
    user_size: int = 72
    split: bool = False
    inline: int = 1016
    sizes: int = 80
    buffered: bool = True
    event: int = 32
    single: str = ""
    tcp: bool = True
    udp: bool = True
    restart_acked: bool = True
    heeds_disable: bool = True
    empty_log: int | None = None
    encoding: str = "utf-8"
    pin_width: int = 9

    def __post_init__(self):
        checks = (
            (self.rows, ROW_LAYOUTS),
            (self.user_size, (28, 72)),
            (self.sizes, SIZES_LENGTHS),
            (self.event, PUNCH_LENGTHS),
            (self.single, ("", "refuse", "hang", "kick")),
        )
        for value, known in checks:
            if value not in known:
                raise ValueError(f"{value!r} is none of {', '.join(map(str, known))}.")


FIRMWARES = {
    "f19": ZkFirmware("F19", "ZEM760_TFT", "Ver 6.60 Apr 26 2016"),
    "k20": ZkFirmware("K20", "JZ4725_TFT", "Ver 6.60 Nov 13 2017", split=True),
    "mb360": ZkFirmware(
        "MB360", "ZMM220_TFT", "Ver 8.0.4.2-20190307", split=True, sizes=92, event=36
    ),
    "iface702": ZkFirmware(
        "iFace702", "ZEM600_TFT", "Ver 6.60 Aug 23 2014", sizes=92, encoding="gbk"
    ),
    "speedface": ZkFirmware(
        "SpeedFace-V5L",
        "ZAM180_TFT",
        "Ver 1.1.17",
        rows="49",
        split=True,
        sizes=112,
        event=37,
        single="kick",
        heeds_disable=False,
        empty_log=4989,
        pin_width=14,
    ),
    "mb560": ZkFirmware(
        "MB560-VL",
        "ZAM70_TFT",
        "Ver 8.0.4.3-20200515",
        rows="49p",
        sizes=92,
        event=52,
        single="hang",
        restart_acked=False,
    ),
    "ta8035": ZkFirmware(
        "TA-8035", "ZMM100_TFT", "Ver 6.60 Aug 17 2015", rows="16", user_size=28,
        event=12, single="refuse",
    ),
    "zem560": ZkFirmware(
        "iClock360", "ZEM560", "Ver 6.36 Oct 31 2010", rows="8a", user_size=28,
        event=10, pin_width=5, restart_acked=False,
    ),
    "ma300": ZkFirmware(
        "MA300", "ZEM500", "Ver 6.39 Oct 9 2012", rows="8b", user_size=28, event=14,
        pin_width=5,
    ),
    "u160": ZkFirmware(
        "U160", "ZEM300", "Ver 6.21 Mar 2 2009", rows="8a", user_size=28, event=14,
        pin_width=5, buffered=False, tcp=False,
    ),
    "d2": ZkFirmware("D2", "AK3750WIFI_TFT", "Ver 6.60 Apr 7 2017", sizes=4),
}  # fmt: skip
