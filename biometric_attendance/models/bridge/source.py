"""Sources that are read through a bridge: this server itself leaves them alone."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...terminals.reasons import Reason

KEY = "source-"


class BiometricSource(models.Model):
    _inherit = "biometric.source"

    _editable_fields = {"bridge_id"}

    bridge_id = fields.Many2one(
        "biometric.bridge",
        string="Reached Through",
        check_company=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="The bridge in the network of the program. Empty: this server reaches it "
        "itself.",
    )
    poll_requested = fields.Boolean(
        readonly=True, copy=False, help="Its bridge is to read it now."
    )
    bridge_item = fields.Json(
        readonly=True, copy=False, help="The last step of its bridge that was stored."
    )

    @api.model
    def _get_own_domain(self):
        return super()._get_own_domain() & fields.Domain("bridge_id", "=", False)

    def _get_bridge_key(self):
        """Return what its bridge calls it."""
        return f"{KEY}{self.id}"

    def _get_command_problem(self):
        if self.bridge_id:
            return Reason("source_behind_bridge", {"source": self.name})
        return super()._get_command_problem()

    @api.depends("bridge_id")
    def _compute_takes_commands(self):
        return super()._compute_takes_commands()

    def _schedule_now(self):
        behind = self.filtered("bridge_id")
        behind.filtered("active").sudo().poll_requested = True
        return super(BiometricSource, self - behind)._schedule_now()

    def _check_path(self):
        """Check its file, where it is one on this server: the bridge checks its own."""
        if not self.bridge_id:
            return super()._check_path()
        return None

    def write(self, vals):
        moved = self.browse()
        if "bridge_id" in vals and not vals.get("password"):
            chosen = vals["bridge_id"] or False
            moved = self.filtered(lambda source: source.bridge_id.id != chosen)
        result = super().write(vals)
        # A password is of one place, and the bridge is told it.
        moved.sudo().password_secret = False
        if "bridge_id" in vals:
            self._schedule_now()
        return result

    def action_test_connection(self):
        """Refuse to call what only its bridge reaches, and have that do it."""
        self.ensure_one()
        if self.bridge_id:
            self.env["biometric.command"]._check_administrator()
            self.check_access("write")
            self._schedule_now()
            raise UserError(
                self.env._(
                    "The bridge %s reaches this source. It was asked to read it now: look "
                    "at the last failure above in a moment.",
                    self.bridge_id.name,
                )
            )
        return super().action_test_connection()
