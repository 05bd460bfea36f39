"""What the screens of a device show beside its own fields."""

from datetime import timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models

CLOCK_TOLERANCE = 60  # seconds a terminal's clock may be off before we warn
DAY, HOUR, MINUTE, SECOND = 86_400, 3600, 60, 1  # seconds
REFUSAL_SHOWN = timedelta(days=1)
PORTS = {"http": 80, "https": 443}


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    punch_count = fields.Integer(
        string="Punches",
        compute="_compute_stored_counts",
        help="Punches of this device that are stored here.",
    )
    user_count = fields.Integer(
        string="Device Users",
        compute="_compute_stored_counts",
        help="Identities on this device that are known here.",
    )
    event_count = fields.Integer(
        string="Events",
        compute="_compute_stored_counts",
        help="Entries of the terminal's own log that are stored here.",
    )
    contact = fields.Selection(
        [("online", "Online"), ("offline", "Offline"), ("never", "Never seen")],
        compute="_compute_contact",
        help="Online: in touch within the last five minutes.",
    )
    clock_warning = fields.Char(
        compute="_compute_clock_warning",
        help="How wrong the terminal's clock is, if by more than a minute.",
    )
    refused_lately = fields.Boolean(
        compute="_compute_refused_lately",
        help="A call with this serial number was refused within the last day.",
    )
    server_host = fields.Char(
        string="Server Address",
        compute="_compute_server",
        help="What to type into the terminal as the server's address.",
    )
    server_port = fields.Integer(
        compute="_compute_server",
        help="What to type into the terminal as the server's port.",
    )
    server_https = fields.Boolean(
        string="HTTPS",
        compute="_compute_server",
        help="Whether to switch HTTPS on in the terminal.",
    )

    def _compute_stored_counts(self):
        for model, name in (
            ("biometric.punch", "punch_count"),
            ("biometric.device.user", "user_count"),
            ("biometric.device.event", "event_count"),
        ):
            counts = {}
            if self.env[model].has_access("read"):
                counts = dict(
                    self.env[model]._read_group(
                        [("device_id", "in", self.ids)], ["device_id"], ["__count"]
                    )
                )
            for device in self:
                device[name] = counts.get(device, 0)

    @api.depends("last_seen")
    def _compute_contact(self):
        for device in self:
            gone = "offline" if device.last_seen else "never"
            device.contact = "online" if device.online else gone

    @api.depends("clock_drift")
    def _compute_clock_warning(self):
        for device in self:
            drift = device.clock_drift
            if abs(drift) <= CLOCK_TOLERANCE:
                device.clock_warning = False
            else:
                device.clock_warning = self._in_words(drift)

    def _in_words(self, drift):
        """How far a clock is ahead or behind, in a unit a person can picture.

        :param drift: seconds, positive when it is ahead.
        """
        ahead = {
            DAY: self.env._("%s days ahead"),
            HOUR: self.env._("%s hours ahead"),
            MINUTE: self.env._("%s minutes ahead"),
            SECOND: self.env._("%s seconds ahead"),
        }
        behind = {
            DAY: self.env._("%s days behind"),
            HOUR: self.env._("%s hours behind"),
            MINUTE: self.env._("%s minutes behind"),
            SECOND: self.env._("%s seconds behind"),
        }
        unit = next(unit for unit in ahead if abs(drift) >= 2 * unit)
        return (ahead if drift > 0 else behind)[unit] % round(abs(drift) / unit)

    @api.depends("refused_at")
    def _compute_refused_lately(self):
        since = fields.Datetime.now() - REFUSAL_SHOWN
        for device in self:
            device.refused_lately = bool(
                device.refused_at and device.refused_at > since
            )

    def _compute_server(self):
        for device in self:
            host, port, https = device._server()
            device.server_host = host
            device.server_port = port
            device.server_https = https

    def _server(self):
        """This server as terminals ask for it.

        :return: host, port, and whether it speaks HTTPS.
        """
        url = urlsplit(self._server_url())
        return url.hostname, url.port or PORTS[url.scheme], url.scheme == "https"

    @api.model
    def get_empty_list_help(self, help_message):
        """Name this very server in the instructions of the empty screen."""
        host, port, https = self._server()
        told = super().get_empty_list_help(help_message)
        for mark, value in {
            "SERVER_HOST": host,
            "SERVER_PORT": str(port),
            "SERVER_HTTPS": self.env._("on") if https else self.env._("off"),
        }.items():
            told = told.replace(mark, value)
        return told
