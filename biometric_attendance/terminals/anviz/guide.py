"""How an Anviz terminal is connected."""

from ..guide import Entry, Guide, Maker
from ..reasons import _

GUIDE = Guide(
    menu=_("In the terminal's menu: Settings, Network, Ethernet or Comm."),
    picture="finger",
    summary=_(
        "Odoo, or the bridge, asks the terminal for what is new, in one network."
    ),
    look_for=_("Its network menu has a mode Server and a port 5010."),
    security=_(
        "The terminal asks nobody for a password: keep it in a network of its own."
    ),
    makers=(Maker("Anviz", ("W1", "W2", "C2 Pro", "EP300", "T5", "VF30", "FaceDeep")),),
    settings=(
        Entry("IP", "fixed"),
        Entry("Mode", "Server"),
        Entry("Port", "5010"),
    ),
    checklist=(
        _(
            "The address is the one of the terminal's network menu, and does not change."
        ),
        _("The terminal is not set to the cloud (CrossChex Cloud) or to mode Client."),
        _("CrossChex does not read it at the same time."),
    ),
)
