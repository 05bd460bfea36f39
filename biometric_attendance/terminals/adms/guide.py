"""How a terminal that pushes is connected, and who makes such terminals."""

from collections.abc import Mapping

from ..guide import Entry, Greeting, Guide, Maker
from ..reasons import _
from ..text import storable

_CLOUD = _("Menu → Comm. → Cloud Server Setting; on older terminals ADMS or Webserver.")
#: Last parts of the paths such terminals call, wherever somebody made them call.
_ENDPOINTS = ("cdata", "getrequest", "devicecmd", "registry", "fdata")
_AGENT = "iclock proxy"

MAKERS = (
    Maker(
        "ZKTeco",
        (
            "MB160",
            "MB360",
            "MB460",
            "MB20-VL",
            "SpeedFace",
            "SenseFace",
            "SilkBio",
            "uFace",
            "iClock",
            "ProFace",
            "K40 Pro",
        ),
    ),
    Maker("eSSL", ("AiFace", "SilkBio-101TC", "X990", "uFace 302", "MB20")),
    Maker("Identix", ("K90 Pro", "AiFace"), certain=False),
    Maker("Realtime", (), certain=False),
    Maker("Secureye", (), certain=False),
    Maker("Granding", (), certain=False),
)

GUIDE = Guide(
    menu=_("In the terminal's menu: Comm. → Cloud Server (ADMS)."),
    entries=("host", "port", "https"),
    key_label=_("Communication Key"),
    picture="face",
    summary=_("The terminal calls this server, and sends each punch at once."),
    look_for=_("Its menu has Comm. → Cloud Server Setting, ADMS or Webserver."),
    makers=MAKERS,
    settings=(
        Entry("Server Mode", "ADMS", optional=True),
        Entry("Enable Domain Name", "{named}", optional=True),
        Entry("Server Address", "{host}"),
        Entry("Server Port", "{port}"),
        Entry("HTTPS", "{https}", optional=True),
        Entry("Enable Proxy Server", "OFF", optional=True),
    ),
    greeting=Greeting(
        "GET",
        "/iclock/cdata?SN=%s&options=all&pushver=2.4.1&language=69",
        {"User-Agent": "iClock Proxy/1.09"},
    ),
    checklist=(
        _(
            "The terminal's own network: an address, a gateway and, where the server has a "
            "name, a DNS server under Comm. → Ethernet."
        ),
        _("Enable Proxy Server is OFF."),
        _(
            "Only the address is typed as Server Address: no http:// and no path behind it. "
            "Terminals with Enable Domain Name take a name only while that is ON."
        ),
        _("Restart the terminal: some read the new address only then."),
        _(
            "Terminals without Cloud Server in their menu cannot call: choose the ones "
            "polled at port 4370."
        ),
    ),
)


def read_misdirected(
    path: str, query: Mapping[str, str], method: str, headers: Mapping[str, str]
) -> str | None:
    """Recognise a terminal that calls at a path of its own, such as ``/cdata?SN=…``."""
    last = path.lower().rstrip("/").rpartition("/")[2].removesuffix(".aspx")
    serials = [value for name, value in query.items() if name.lower() == "sn"]
    agent = str(headers.get("User-Agent", "")).lower()
    if not (agent.startswith(_AGENT) or (serials and last in _ENDPOINTS)):
        return None
    return storable(serials[0] if serials else "")[:64]
