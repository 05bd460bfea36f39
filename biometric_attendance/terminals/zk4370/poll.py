"""What a person types so that Odoo can call a terminal at port 4370."""

from ..brand import ConnectionField
from ..reasons import _


class Zk4370Poll:
    """Odoo calls the terminal."""

    fields = (
        ConnectionField("host", _("Network Address"), required=True),
        ConnectionField("port", _("Port"), "integer", default=4370),
        ConnectionField("udp", _("UDP"), "boolean"),
        ConnectionField("encoding", _("Character Set"), "selection", default="utf-8"),
        ConnectionField("communication_key", _("Communication Key"), "secret"),
    )


POLL = Zk4370Poll()
