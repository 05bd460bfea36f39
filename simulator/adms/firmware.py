"""How firmware families differ on the wire."""

from dataclasses import dataclass

FORM = "application/x-www-form-urlencoded"
PUSH = "application/push;charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Firmware:
    """The spelling of one family of terminals.

    :param push_version: sent as ``pushver``; below 2.2.14 the family is *old*: it resumes
        by time stamps instead of deciding itself what is new.
    :param suffix: appended to every script name, ``.aspx`` on some brands.
    :param line_end: ``\\n`` or ``\\r\\n``.
    :param trailing_tab: whether a TAB stands before the line end.
    :param content_type: of POST requests, ``None`` for no such header.
    :param columns: of an attendance row, 4 to 12.
    :param status_always: the state sent whatever key was pressed, ``None``: the key's.
    :param http: ``1.0`` or ``1.1``.
    :param offers_options: whether it posts its options when the server wants them.
    :param encoding: of names and messages it sends.
    :param card_bytes: cards as ``[15CD5B07]``, lowest byte first, instead of decimal.
    :param one_command: it takes one command of an answer and drops the others.
    :param echo: how a result names its command: by one ``word`` (``DATA``,
        ``CLEAR_LOG``) or a ``phrase`` (``DATA UPDATE``).
    :param separator: between the parts of a result, ``&`` or LF.
    :param limits_in_seconds: of the security dialect: first and last moments of users
        are packed seconds, not days.
    """

    push_version: str = "2.4.1"
    suffix: str = ""
    line_end: str = "\n"
    trailing_tab: bool = False
    content_type: str | None = PUSH
    columns: int = 10
    status_always: int | None = None
    http: str = "1.1"
    language: str = "69"
    device_type: str = "att"
    offers_options: bool = True
    version: str = "ZAM180-NF-Ver1.1.17"
    model: str = "SpeedFace-V5L"
    platform: str = "ZAM180_TFT"
    encoding: str = "utf-8"
    card_bytes: bool = False
    one_command: bool = False
    echo: str = "word"
    separator: str = "&"
    limits_in_seconds: bool = False

    def __post_init__(self):
        if not 4 <= self.columns <= 12:
            raise ValueError("An attendance row has 4 to 12 columns.")

    @property
    def old(self) -> bool:
        return tuple(map(int, self.push_version.split("."))) < (2, 2, 14)


FIRMWARES = {
    "new": Firmware(),
    "old": Firmware(
        push_version="2.0.22",
        content_type=None,
        columns=4,
        http="1.0",
        device_type="",
        offers_options=False,
        version="Ver 6.60 Apr 9 2010",
        model="iClock360",
        platform="ZEM560_TFT",
        card_bytes=True,
    ),
    "form": Firmware(content_type=FORM, columns=7, model="MB160", http="1.0"),
    "aspx": Firmware(
        suffix=".aspx", content_type="text/plain", columns=9, one_command=True
    ),
    "crlf": Firmware(line_end="\r\n", trailing_tab=True, content_type="text/plain"),
    "keyless": Firmware(
        status_always=255, columns=12, model="SenseFace 3A", echo="phrase"
    ),
}
#: The family that speaks the security dialect.
SECURITY = Firmware(
    push_version="3.1.2",
    device_type="acc",
    version="Ver 8.0.1.3-20151229",
    model="F20/M",
    platform="ZMM220_TFT",
    echo="phrase",
)
