"""What is different about a device that is read through a source."""

from odoo import fields, models
from odoo.exceptions import UserError


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    source_id = fields.Many2one(
        "biometric.source",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The program or database this terminal's punches are read from.",
    )
    source_key = fields.Char(
        readonly=True, copy=False, help="What that program calls the terminal."
    )

    source_away = fields.Boolean(
        readonly=True, copy=False, help="That program does not reach the terminal."
    )

    _source_key_uniq = models.UniqueIndex(
        "(source_id, source_key) WHERE source_id IS NOT NULL",
        "This source has the terminal already.",
    )

    def _check_before_approval(self):
        """Refuse a terminal whose punches come on another way already: twice the hours."""
        result = super()._check_before_approval()
        behind = self.filtered("source_id")
        own = self - behind
        keys = [key for key in behind.mapped("source_key") if key]
        if keys and set(keys) & set(own.mapped("serial")):
            others = own.filtered(lambda device: device.serial in keys)[:1]
        else:
            others = self.env["biometric.device"].search(
                [
                    ("state", "=", "approved"),
                    ("id", "not in", self.ids),
                    "|",
                    ("serial", "in", keys),
                    ("source_key", "in", own.mapped("serial")),
                ],
                limit=1,
            )
        if others:
            raise UserError(
                self.env._(
                    "The terminal %(serial)s is connected already, as “%(name)s”: its "
                    "punches would be stored twice. Archive one of the two.",
                    serial=others.serial,
                    name=others.name,
                )
            )
        return result

    def _start_receiving(self):
        """Read a source from the beginning: what it had was left until now."""
        result = super()._start_receiving()
        sources = self.source_id.sudo()
        if sources:
            sources.position = False
            sources._schedule_now()
            self.filtered("source_id").sudo().resend_all = False
        return result
