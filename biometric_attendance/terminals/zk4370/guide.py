"""How a terminal that is polled is connected, and who makes such terminals."""

from ..guide import Entry, Guide, Maker
from ..reasons import _

_SETTINGS = (
    Entry("IP Address", "fixed"),
    Entry("TCP COMM.Port", "4370"),
    Entry("Comm Key", "note it, 0 is none", optional=True),
)

GUIDE = Guide(
    menu=_(
        "In the terminal's menu: Comm. → Ethernet for its address, Comm. → PC Connection "
        "for its key."
    ),
    key_label=_("Communication Key"),
    picture="finger",
    summary=_(
        "This server calls the terminal every few minutes, and reads what is new."
    ),
    look_for=_("Its menu has Comm. → Ethernet and PC Connection, but no Cloud Server."),
    makers=(
        Maker(
            "ZKTeco", ("F18", "F19", "K14", "K20", "K50", "MA300", "iFace702", "MB560")
        ),
        Maker("eSSL", ("F22", "K21", "K30", "X7")),
        Maker("Identix", ("K20", "K21", "K30")),
        Maker("TimeMoto", ("TM-616",)),
        Maker("Granding", (), certain=False),
    ),
    settings=_SETTINGS,
    checklist=(
        _("The address is the one shown under Comm. → Ethernet, and does not change."),
        _("The server and the terminal are in one network, or in two joined by a VPN."),
        _(
            "No other software is connected: most terminals talk to one program at a time."
        ),
        _("The key under Comm. → PC Connection is the one typed here; 0 means none."),
    ),
    advice={
        "connection_refused": _(
            "End other software that talks to the terminal, or restart the terminal; then "
            "look for the port under Comm. → Ethernet (TCP COMM.Port)."
        ),
        "connection_closed": _(
            "Most terminals talk to one program at a time: end other software that reads "
            "this one, wait a minute, and test again."
        ),
        "connection_reset": _(
            "Most terminals talk to one program at a time: end other software that reads "
            "this one, wait a minute, and test again."
        ),
        "no_answer_at_address": _(
            "Compare the address with Comm. → Ethernet. If it is right, a firewall or "
            "another network is in between: port 4370 has to be open from this server."
        ),
        "no_answer_in_time": _(
            "Test again. If it stays, other software is reading the terminal, or the way "
            "to it is too slow."
        ),
        "no_route": _("Join the two networks by a VPN, or put the server into one."),
        "host_unknown": _("Type the address in numbers, as Comm. → Ethernet shows it."),
        "wrong_key": _(
            "Type the key of Comm. → PC Connection here, or set it to 0 there and leave it "
            "empty here."
        ),
        "udp_only": _("UDP is turned on: test again."),
        "web_server": _("Type the terminal's port, usually 4370, instead."),
        "ssh_server": _("Type the terminal's port, usually 4370, instead."),
        "other_protocol": _(
            "Type the terminal's port, usually 4370. If it is right, this terminal speaks "
            "another protocol: look for Cloud Server in its menu."
        ),
        "other_terminal": _(
            "Compare the serial number with the label. If the other terminal is connected "
            "already, give this one an address of its own."
        ),
    },
)
