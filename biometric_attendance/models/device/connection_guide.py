"""Instructions for connecting a device: what to type at it, or in vendor's software."""

from urllib.parse import quote, urlsplit

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import config

from ...listener import Listener, OdooServer, listeners
from ...terminals import BRANDS
from ...terminals.brand import Guide

DEFAULT_PORTS = {"http": 80, "https": 443}
PLAIN_HTTP = "http://"


class BiometricConnectionGuide(models.AbstractModel):
    """Fields of a device that show how devices of its brand are connected.

    All of them are computed from the brand; see ``terminals/brand.py``.
    """

    _name = "biometric.connection.guide"
    _description = "Connection Guide of a Device"

    has_push = fields.Boolean(
        compute="_compute_guide",
        help="The terminal, or a gateway for it, calls this server.",
    )
    has_poll = fields.Boolean(
        compute="_compute_guide",
        help="This server can call the terminal, or a gateway for it.",
    )
    polled = fields.Boolean(
        compute="_compute_guide",
        search="_search_polled",
        help="The terminal is polled, instead of calling by itself.",
    )
    polled_on_demand = fields.Boolean(
        compute="_compute_guide",
        search="_search_polled_on_demand",
        help="Whoever speaks for the terminal is called when a command is queued.",
    )
    can_listen = fields.Boolean(
        compute="_compute_guide",
        help="Terminals of the brand tell punches at once to whoever stays connected.",
    )
    key_required = fields.Boolean(
        compute="_compute_guide",
        help="A gateway calls for the terminal, and is refused without a key.",
    )
    can_encrypt = fields.Boolean(
        compute="_compute_guide", help="What is sent for the terminal may be encrypted."
    )
    reports_clock = fields.Boolean(
        compute="_compute_guide", help="The terminal tells its time whenever it calls."
    )
    guide_entries = fields.Json(
        compute="_compute_guide",
        help="Which parts of the server's address are typed into the terminal.",
    )
    guide_menu = fields.Text(
        compute="_compute_guide", help="Where in its menu they are typed."
    )
    guide_security = fields.Text(
        compute="_compute_guide", help="How a terminal without a key is protected."
    )
    guide_directions = fields.Text(
        compute="_compute_guide", help="What the terminal's function keys mean."
    )
    key_label = fields.Char(
        compute="_compute_guide", help="What the brand calls its communication key."
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
    listener_owner = fields.Char(
        compute="_compute_server",
        help="Where the listener at this address passes calls, if that may be another "
        "Odoo server: all that share a data folder see each other's listeners.",
    )
    callback_url = fields.Char(
        string="Callback URL",
        compute="_compute_callback_url",
        help="What to type into the vendor's software as the address to call.",
    )
    listener_missing = fields.Boolean(
        compute="_compute_listener_missing",
        help="The terminal can only call a listener, and this server has none.",
    )

    @api.depends("brand")
    def _compute_guide(self):
        for device in self:
            push, poll, guide = device._get_push(), device._get_poll(), device._guide()
            device.has_push = bool(push)
            device.has_poll = bool(poll)
            device.polled = bool(poll and poll.scheduled)
            device.polled_on_demand = bool(poll and not poll.scheduled)
            device.can_listen = bool(poll and poll.can_listen)
            device.key_required = bool(push and push.key_required)
            device.can_encrypt = bool(push and push.encryption)
            device.reports_clock = bool(push and push.reports_clock)
            device.guide_entries = list(guide.entries)
            device.guide_menu = device._translate_label(guide.menu)
            device.guide_security = device._translate_label(guide.security)
            device.guide_directions = device._translate_label(guide.directions)
            device.key_label = device._translate_label(guide.key_label)

    def _search_polled(self, operator, value):
        return self._search_by_poll(operator, value, scheduled=True)

    def _search_polled_on_demand(self, operator, value):
        return self._search_by_poll(operator, value, scheduled=False)

    def _search_by_poll(self, operator, value, *, scheduled):
        """Search devices by how their brand is polled.

        :param scheduled: ``True``: polled at intervals; ``False``: polled on demand.
        """
        if operator != "in":
            return NotImplemented
        wanted = {bool(each) for each in value}
        polls = {key: brand.poll for key, brand in BRANDS.items()}
        keys = [
            key
            for key, poll in polls.items()
            if (bool(poll) and poll.scheduled is scheduled) in wanted
        ]
        return [("brand", "in", keys)]

    def _translate_label(self, label):
        return self.env._(label) if label else False

    @api.depends("brand")
    def _compute_server(self):
        for device in self:
            host, port, https = device._server()
            device.server_host = host
            device.server_port = port
            device.server_https = https
            device.listener_owner = device._get_listener().owner

    @api.depends("brand", "serial", "path_digest")
    def _compute_callback_url(self):
        for device in self:
            path = device._guide().url
            shown = path and not device.has_secret_path
            serial = quote(device.serial or "")
            device.callback_url = shown and device._server_url() + path % serial

    @api.depends("brand")
    def _compute_listener_missing(self):
        for device in self:
            push = device._get_push()
            required = bool(push) and push.listener.required
            device.listener_missing = required and not device._listeners()

    def _get_push(self):
        """Return the brand's ``Push`` object, ``None`` if its terminals call nobody."""
        brand = BRANDS.get(self.brand)
        return brand.push if brand else None

    def _get_poll(self):
        """Return the brand's ``Poll`` object, ``None`` if its terminals cannot be called."""
        brand = BRANDS.get(self.brand)
        return brand.poll if brand else None

    def _guide(self):
        """Return the brand's :class:`~.terminals.brand.Guide`: menu entries and paths."""
        brand = BRANDS.get(self.brand)
        return brand.guide if brand else Guide()

    def _server(self):
        """Return host and port of this server for terminals, and whether it has HTTPS."""
        url = urlsplit(self._server_url())
        return (
            url.hostname,
            url.port or DEFAULT_PORTS[url.scheme],
            url.scheme == "https",
        )

    def _server_url(self):
        """Return the address terminals of the brand call, without a path.

        It is the address of a listener, if there is one they can call, else Odoo's own.
        Software of a vendor always calls Odoo's own: it is not in this network.
        """
        return self._get_listener().address or self.get_base_url()

    def _get_listener(self):
        """Return the listener that terminals of the brand call, one without address if none."""
        found = [] if self._guide().url else self._listeners()
        return next(iter(found), Listener(""))

    def _listeners(self):
        """Return the listeners that terminals of the brand can call, the best first."""
        interface = config["http_interface"] or ""
        server = OdooServer(self.env.cr.dbname, config["http_port"], interface)
        found = listeners(config["data_dir"], server)
        push = self._get_push()
        if push and push.listener.plain_http_only:
            return [each for each in found if each.address.startswith(PLAIN_HTTP)]
        return found

    def _secret_url(self, token):
        """Return the secret server address, as it is typed into the device."""
        return f"{self._server_url()}/biometric/{token}{self._guide().secret_path}"

    @api.model
    def get_empty_list_help(self, help_message):
        """Put this server's address into the instructions that an empty list shows."""
        host, port, https = self._server()
        owner = self._get_listener().owner
        message = super().get_empty_list_help(help_message)
        for placeholder, value in {
            "SERVER_HOST": host,
            "SERVER_PORT": str(port),
            "SERVER_HTTPS": self.env._("on") if https else self.env._("off"),
        }.items():
            message = message.replace(placeholder, value)
        if owner:
            note = self.env._(
                "The listener at this address passes calls to %s: see that it is this "
                "server.",
                owner,
            )
            message += Markup("<p>%s</p>") % note
        return message
