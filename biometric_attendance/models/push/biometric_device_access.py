"""Who a caller is: the directory of serials, and the factors beside the serial."""

import secrets

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .known_device import Known, digest, parse_networks

# What an upload reads of its device. Reading these off the database, as a part of all
# the device's columns, would cost a third of a push.
HOT_FIELDS = (
    "serial",
    "brand",
    "tz",
    "direction_source",
    "direction_codes",
    "import_since",
    "dialect",
)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    # For nobody: any employee in developer mode is in ``group_no_one``.
    path_digest = fields.Char(copy=False, groups=fields.NO_ACCESS)
    key_digest = fields.Char(copy=False, groups=fields.NO_ACCESS)
    previous_key_digest = fields.Char(copy=False, groups=fields.NO_ACCESS)
    previous_key_until = fields.Datetime(
        readonly=True,
        copy=False,
        help="Until then the communication key of before is believed as well.",
    )
    communication_key = fields.Char(
        compute="_compute_communication_key",
        inverse="_inverse_communication_key",
        help="The key typed into the terminal, if it has one. It is checked when the "
        "terminal introduces itself and is never shown again.",
    )
    has_communication_key = fields.Boolean(
        compute="_compute_has_secrets", help="A communication key is set."
    )
    has_secret_path = fields.Boolean(
        compute="_compute_has_secrets",
        help="The terminal is only believed on its own secret address.",
    )
    allowed_networks = fields.Text(
        tracking=True,
        help="Addresses the terminal may call from, one a line, such as "
        "203.0.113.7 or 192.168.10.0/24. Empty: from anywhere.",
    )

    @api.depends("key_digest")
    def _compute_communication_key(self):
        self.communication_key = False

    def _inverse_communication_key(self):
        for device in self:
            key = device.communication_key
            device.sudo().key_digest = digest(key) if key else False

    @api.depends("key_digest", "path_digest")
    def _compute_has_secrets(self):
        for device in self:
            device.has_communication_key = bool(device.sudo().key_digest)
            device.has_secret_path = bool(device.sudo().path_digest)

    @api.constrains("allowed_networks")
    def _check_allowed_networks(self):
        for device in self:
            try:
                parse_networks(device.allowed_networks)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The allowed addresses must be addresses or blocks such as "
                        "192.168.10.0/24: %s",
                        error,
                    )
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        devices = super().create(vals_list)
        self.env.registry.clear_cache()
        return devices

    def write(self, vals):
        result = super().write(vals)
        if not self._directory_fields().isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    def _directory_fields(self):
        return {
            *HOT_FIELDS,
            "active",
            "state",
            "path_digest",
            "key_digest",
            "previous_key_digest",
            "previous_key_until",
            "allowed_networks",
            "resend_all",
        }

    @api.model
    @tools.ormcache()
    def _directory(self):
        """Every device that is approved or archived: ``{(brand, serial): Known}``.

        Those with a secret address are there by its digest, too:
        ``{(brand, None, digest): Known}``. Pending devices are left out, so that strangers cannot make it stale.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT id, active AND state = 'approved', path_digest, key_digest, previous_key_digest,
                          previous_key_until, allowed_networks, resend_all, %s
                     FROM biometric_device WHERE state <> 'pending' OR NOT active""",
                SQL(", ").join(map(SQL.identifier, HOT_FIELDS)),
            )
        )
        known = [
            Known(
                device_id,
                approved,
                path or "",
                key or "",
                previous or "",
                until,
                parse_networks(networks),
                resend,
                dict(zip(HOT_FIELDS, hot, strict=True)),
            )
            for device_id, approved, path, key, previous, until, networks, resend, *hot in rows
        ]
        by_path = {
            (each.hot["brand"], None, each.path_digest): each
            for each in known
            if each.path_digest
        }
        return by_path | {
            (each.hot["brand"], each.hot["serial"]): each for each in known
        }

    @api.model
    def _known(self, brand, serial, path_token):
        """The line of the device that calls, or ``None``.

        :param serial: as it names itself; ``""`` where the message names nobody, and
            its secret address has to tell.
        """
        directory = self._directory()
        if serial or not path_token:
            return directory.get((brand, serial))
        return directory.get((brand, None, digest(path_token)))

    @api.model
    def _browse_known(self, known):
        """The device of a line of the directory; ``HOT_FIELDS`` cost it no query."""
        device = self.browse(known.id)
        device._update_cache(known.hot, validate=False)
        return device

    def action_new_secret_path(self):
        """Give the device an address nobody can guess, and show it this once."""
        self.ensure_one()
        self.check_access("write")
        token = secrets.token_urlsafe(24)
        self.sudo().path_digest = digest(token)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Type this server address into the terminal now"),
                "message": self._secret_url(token),
                "sticky": True,
                "type": "warning",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_drop_secret_path(self):
        """Believe the device on the common address again."""
        self.check_access("write")
        self.sudo().path_digest = False

    def action_drop_communication_key(self):
        """Do not ask for a communication key any more, and believe none of before."""
        self.check_access("write")
        self.sudo().write(
            {
                "key_digest": False,
                "previous_key_digest": False,
                "previous_key_until": False,
            }
        )
