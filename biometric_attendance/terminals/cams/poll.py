"""What a person types so that Odoo can call a CAMS gateway."""

from ..brand import ConnectionField
from ..reasons import _


class CamsPoll:
    """Odoo calls the gateway."""

    fields = (
        ConnectionField("gateway_url", _("Gateway Address")),
        ConnectionField("gateway_plain", _("Allow Plain HTTP"), "boolean"),
    )


POLL = CamsPoll()
