"""Tokens of programs that call the API: who they are, and what they may do."""

import ipaddress
import secrets
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, consteq

from ..actions import notify
from ..push.device_cache import digest, parse_networks
from ..retry import expect_conflicts

MARK = "bmt_"  # by which a token is known for one, wherever it turns up
SECRET_BYTES = 32
PREFIX_LENGTH = len(MARK) + 8
# How often it is written that a token is used.
USE_INTERVAL = timedelta(minutes=5)
# Right that a route asks for, to the field of the token that gives it.
RIGHTS = {"punches": "may_send_punches", "bridge": "may_run_bridge"}


class BiometricApiToken(models.Model):
    """A secret by which a program proves who it is. Only its digest is stored."""

    _name = "biometric.api.token"
    _inherit = ["biometric.rights"]
    _description = "API Token"
    _order = "revoked_at DESC, name, id"
    _check_company_auto = True
    _editable_fields = {"name", "networks", "may_send_punches"}
    _initial_fields = {"company_id"}

    name = fields.Char(
        required=True, help="Which program or reader uses it, and where that runs."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        help="Only devices of this company can be named with it.",
    )
    bridge_id = fields.Many2one(
        "biometric.bridge",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
        help="The bridge it was made for when that was paired.",
    )
    may_send_punches = fields.Boolean(
        string="Send Punches",
        default=True,
        help="It may send punches of readers of the company.",
    )
    may_run_bridge = fields.Boolean(
        string="Run a Bridge",
        readonly=True,
        copy=False,
        help="It may read how the devices of its bridge are connected, keys among them, "
        "and send what they answered. Pairing gives this right, nothing else does.",
    )
    networks = fields.Text(
        string="Allowed Networks",
        help="Addresses it may be used from, one a line, such as 203.0.113.7 or "
        "192.168.10.0/24. Empty: from anywhere.",
    )
    prefix = fields.Char(
        string="Begins With",
        readonly=True,
        copy=False,
        help="The first characters of the token, to know it again.",
    )
    token_digest = fields.Char(copy=False, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("new", "Not made yet"), ("active", "In use"), ("revoked", "Revoked")],
        compute="_compute_state",
        help="Revoked tokens are refused from the next request on.",
    )
    made_at = fields.Datetime(
        readonly=True, copy=False, help="When the token was made."
    )
    revoked_at = fields.Datetime(
        readonly=True, copy=False, help="When it was taken back for good."
    )
    last_used_at = fields.Datetime(
        readonly=True, copy=False, help="When it was last used, to five minutes."
    )
    last_address = fields.Char(
        readonly=True, copy=False, help="The address it was last used from."
    )

    _prefix_idx = models.Index("(prefix) WHERE revoked_at IS NULL")

    @api.depends("prefix", "revoked_at")
    def _compute_state(self):
        for token in self:
            in_use = "active" if token.prefix else "new"
            token.state = "revoked" if token.revoked_at else in_use

    @api.constrains("networks")
    def _check_networks(self):
        for token in self:
            try:
                parse_networks(token.networks)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The allowed addresses must be addresses or blocks such as "
                        "192.168.10.0/24: %s",
                        error,
                    )
                ) from error

    def action_new_token(self):
        """Make the token, and show it this once; one made before stops working."""
        self.ensure_one()
        self.check_access("write")
        if self.bridge_id or self.revoked_at:
            raise ValidationError(
                self.env._("A revoked token, or one of a bridge, is not made again.")
            )
        text = self.sudo()._make()
        title = self.env._("Copy this token now: it is not shown again")
        return notify("warning", text, title)

    def action_revoke(self):
        """Refuse the token from now on, for good."""
        self.check_access("write")
        self._revoke()
        return True

    def _make(self):
        """Store a new secret, and return it: nobody can read it again."""
        self.ensure_one()
        text = MARK + secrets.token_urlsafe(SECRET_BYTES)
        self.write(
            {
                "prefix": text[:PREFIX_LENGTH],
                "token_digest": digest(text),
                "made_at": fields.Datetime.now(),
                "revoked_at": False,
            }
        )
        return text

    def _revoke(self):
        in_use = self.sudo().filtered(lambda token: not token.revoked_at)
        in_use.write({"revoked_at": fields.Datetime.now(), "token_digest": False})

    @api.model
    def _find(self, text):
        """Return the token with this text, empty where there is none in use."""
        found = self.search(
            [("prefix", "=", text[:PREFIX_LENGTH]), ("revoked_at", "=", False)]
        )
        sent = digest(text)
        return found.filtered(lambda token: consteq(sent, token.token_digest or ""))

    def _is_allowed_from(self, address):
        """Whether it may be used from an address."""
        networks = parse_networks(self.networks)
        if not networks:
            return True
        try:
            caller = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(caller in network for network in networks)

    def _has_right(self, right):
        return bool(self[RIGHTS[right]])

    def _record_use(self, address):
        """Record that it is used, once in a while, unless another request does so now."""
        now = fields.Datetime.now()
        last = self.last_used_at
        if last and abs(now - last) < USE_INTERVAL and address == self.last_address:
            return
        self.flush_recordset()
        try:
            with expect_conflicts(), self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    SQL(
                        """UPDATE biometric_api_token
                              SET last_used_at = %s, last_address = %s WHERE id = %s""",
                        now,
                        address,
                        self.id,
                    )
                )
        except SerializationFailure:
            return
        self.invalidate_recordset(flush=False)
