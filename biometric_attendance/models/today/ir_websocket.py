"""Who may listen to the messages of the screen *Today*."""

from odoo import models

from .announcing import CHANNEL
from .people import MANAGES_SOME


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Replace the name a client asks by with the companies of an officer.

        The messages are sent to a channel of a company that no client can name: names are
        text, and a channel of a record is not.
        """
        # Channels of other addons may be records, which no text equals.
        names = {channel for channel in channels if isinstance(channel, str)}
        others = [
            channel
            for channel in channels
            if not (isinstance(channel, str) and channel == CHANNEL)
        ]
        channels = super()._build_bus_channel_list(others)
        if CHANNEL in names and self.env.user.has_group(MANAGES_SOME):
            companies = self.env.user.sudo().company_ids
            channels += [(company, CHANNEL) for company in companies]
        return channels
