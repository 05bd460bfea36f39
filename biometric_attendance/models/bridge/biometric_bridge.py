"""Bridges: programs in other networks that poll and relay terminals for this server."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..actions import open_action
from ..due import is_over
from ..searches import search_boolean
from . import program

# A bridge is heard every minute.
ONLINE_WITHIN = timedelta(minutes=5)
HEARTBEAT_SECONDS = 60


class BiometricBridge(models.Model):
    """A program on a computer near terminals that this server cannot reach.

    ``pairing.py`` is how it gets its token, ``heartbeat.py`` what it says of itself,
    ``config.py`` what it is told, ``steps.py`` what it sends.
    """

    _name = "biometric.bridge"
    _description = "Bridge"
    _inherit = ["biometric.rights"]
    _order = "name, id"
    _check_company_auto = True
    _editable_fields = {
        "name",
        "active",
        "site_id",
        "relay_port",
        "update_automatic",
    }
    _initial_fields = {"company_id"}

    name = fields.Char(
        required=True, help="Which computer it runs on, and where that is."
    )
    active = fields.Boolean(
        default=True, help="An archived bridge is refused; it keeps what it has."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        help="The company whose terminals it reaches.",
    )
    site_id = fields.Many2one(
        "biometric.site",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        help="Where it runs.",
    )
    token_ids = fields.One2many(
        "biometric.api.token", "bridge_id", help="The tokens it was given."
    )
    device_ids = fields.One2many(
        "biometric.device",
        "bridge_id",
        string="Devices",
        help="The terminals that are reached through it. This server itself leaves them "
        "alone.",
    )
    device_count = fields.Integer(
        compute="_compute_device_count",
        help="How many terminals are reached through it.",
    )
    message_count = fields.Integer(
        compute="_compute_message_count",
        help="What this server could not read or store of what it sent.",
    )
    state = fields.Selection(
        [
            ("unpaired", "Never paired"),
            ("online", "Online"),
            ("silent", "Silent"),
            ("revoked", "Revoked"),
        ],
        compute="_compute_state",
        help="Online: it was heard within the last five minutes.",
    )
    online = fields.Boolean(
        compute="_compute_state",
        search="_search_online",
        help="It was heard within the last five minutes.",
    )
    paired_at = fields.Datetime(
        readonly=True, copy=False, help="When it was last paired."
    )
    revoked_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="Since when it is refused. It is trusted again once it is paired again.",
    )
    relay_port = fields.Integer(
        help="The port at which it takes calls of terminals that can only push plain HTTP. "
        "0: it takes none.",
    )
    update_automatic = fields.Boolean(
        string="Update Automatically",
        default=True,
        help="It fetches the program of this server when that is another one, tries it, "
        "and goes back if it does not work.",
    )

    _relay_port_valid = models.Constraint(
        "CHECK(relay_port IS NULL OR relay_port BETWEEN 0 AND 65535)",
        "A port is a number from 1 to 65535, or 0 for none.",
    )

    def _compute_device_count(self):
        groups = self.env["biometric.device"]._read_group(
            [("bridge_id", "in", self.ids)], ["bridge_id"], ["__count"]
        )
        counts = dict(groups)
        for bridge in self:
            bridge.device_count = counts.get(bridge, 0)

    def _compute_message_count(self):
        messages = self.env["biometric.message"]
        for bridge in self:
            waiting = messages.has_access("read") and messages.search_count(
                bridge._get_message_domain()
            )
            bridge.message_count = waiting or 0

    def _get_message_domain(self):
        """Return the domain of messages of the terminals behind these bridges."""
        return [("device_id.bridge_id", "in", self.ids), ("state", "=", "new")]

    @api.depends("paired_at", "revoked_at", "last_seen")
    def _compute_state(self):
        since = fields.Datetime.now() - ONLINE_WITHIN
        for bridge in self:
            bridge.online = (
                bool(bridge.last_seen)
                and not bridge.revoked_at
                and not is_over(bridge.last_seen, since, 2 * ONLINE_WITHIN)
            )
            if bridge.revoked_at:
                bridge.state = "revoked"
            elif not bridge.paired_at:
                bridge.state = "unpaired"
            else:
                bridge.state = "online" if bridge.online else "silent"

    def _search_online(self, operator, value):
        since = fields.Datetime.now() - ONLINE_WITHIN
        recent = [("last_seen", ">", since), ("revoked_at", "=", False)]
        return search_boolean(fields.Domain(recent), operator, value)

    def action_open_devices(self):
        return open_action(
            self.env, "biometric_device_action", [("bridge_id", "in", self.ids)]
        )

    def action_open_messages(self):
        """Show what was refused of the terminals behind it, to be replayed or discarded."""
        return open_action(
            self.env, "biometric_message_action", self._get_message_domain()
        )

    def action_download(self):
        """Download the program, one file for every system."""
        self.check_access("write")
        if not program.find():
            raise UserError(
                self.env._(
                    "This server does not have the program: build it with ./dev bridge, "
                    "or name its file in the configuration as biometric_bridge_file."
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": program.PUBLIC_PATH,
            "target": "download",
        }
