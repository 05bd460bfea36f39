"""How an EBKN terminal is connected, and who makes such terminals."""

import re
from collections.abc import Mapping

from ..guide import Entry, Greeting, Guide, Maker
from ..reasons import _

#: Paths at which terminals post when nobody typed another.
_PATHS = re.compile(r"/+(hdata\.aspx|ebkn/?|fkwebserver(/.*)?)?", re.IGNORECASE)
_CONTENT = "application/octet-stream"

MAKERS = (
    Maker("EBKN", ("FKDataHS101", "FKDataHS102", "FKDataHS103")),
    Maker("BioMax", ("BM70W", "N-BM")),
    Maker("Fingerspot", ("Revo", "WF-206BNC")),
    Maker("Realand", (), certain=False),
    Maker("FK", ("FK series", "FKWeb")),
    Maker("eSSL", (), certain=False),
    Maker("Realtime", (), certain=False),
    Maker("Secureye", (), certain=False),
)

GUIDE = Guide(
    menu=_(
        "In the terminal's menu, under Network or Comm.: Net Mode is Internet, "
        "Server Request is Yes. A path, where there is a place for one, is /ebkn. "
        "The serial number of this device is what the terminal calls its device or "
        "cloud ID."
    ),
    entries=("host", "port"),
    secret_path="/ebkn",
    security=_(
        "These terminals have no key: whoever knows the name of one could speak for "
        "it. Set the networks it may call from, or a secret address where its menu "
        "takes a path."
    ),
    directions=_(
        "Function keys: 1 is in, 2 out, 3 break in, 4 break out. Makers disagree "
        "about 3 and 4; the other way round it is written 1=in, 2=out, 3=break_out, "
        "4=break_in."
    ),
    picture="card",
    summary=_("The terminal calls a listener in front of this server."),
    look_for=_("Its menu has Net Mode and Server Request under Network or Comm."),
    makers=MAKERS,
    settings=(
        Entry("Net Mode", "Internet"),
        Entry("Server Request", "Yes"),
        Entry("Server IP", "{host}"),
        Entry("Server Port", "{port}"),
        Entry("Server URL", "/ebkn", optional=True),
    ),
    greeting=Greeting(
        "POST",
        "/ebkn",
        {
            "request_code": "receive_cmd",
            "dev_id": "%s",
            "trans_id": "",
            "blk_no": "0",
            "blk_len": "0",
            "Content-Type": _CONTENT,
        },
    ),
    checklist=(
        _(
            "Net Mode is Internet and not Local: in Local mode the terminal sends nothing."
        ),
        _("Server Request is Yes."),
        _(
            "The port is the listener's, not Odoo's: these terminals are understood only "
            "through the listener."
        ),
        _("Leave the terminal's menu: while it is open, nothing is sent."),
        _("The device or cloud ID in its menu is not empty."),
    ),
)


def read_misdirected(
    path: str, query: Mapping[str, str], method: str, headers: Mapping[str, str]
) -> str | None:
    """Recognise a terminal that posts to Odoo itself.

    What it says of itself is in headers that Odoo's server drops, so its serial number is
    not known.
    """
    content = str(headers.get("Content-Type", "")).partition(",")[0].strip().lower()
    is_post = method == "POST" and content == _CONTENT
    return "" if is_post and _PATHS.fullmatch(path) else None
