"""Punches whose PIN the terminal has given another person's name: a search and two buttons."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..searches import search_boolean


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    other_person = fields.Char(
        string="Another Person?",
        compute="_compute_other_person",
        help="The name the terminal has given this PIN since, if that is another "
        "person's: the punch may be that person's.",
    )
    has_other_person = fields.Boolean(
        compute="_compute_other_person",
        search="_search_has_other_person",
        help="The terminal has given this PIN another person's name since.",
    )

    def _compute_other_person(self):
        renamed = self.env["biometric.device.user"].sudo()
        renamed = renamed.search(
            [
                ("device_id", "in", self.device_id.ids),
                ("pin", "in", self.mapped("pin")),
                ("renamed_at", "!=", False),
            ]
        ).grouped(lambda user: (user.device_id, user.pin))
        for punch in self:
            user = renamed.get((punch.sudo().device_id, punch.pin))
            is_renamed = bool(user) and punch.instant >= user.renamed_at
            punch.other_person = is_renamed and user.renamed_to
            punch.has_other_person = is_renamed

    @api.model
    def _search_has_other_person(self, operator, value):
        self.env["biometric.device.user"].flush_model(["renamed_at"])
        return search_boolean(Domain.custom(to_sql=_has_other_person), operator, value)

    def action_other_person(self):
        """Ask whose the PIN is since its terminal gave it another name."""
        self.ensure_one()
        users = self.env["biometric.device.user"]
        return users._with_pins(self.device_id, [self.pin]).action_other_person()

    def action_same_person(self):
        """Note that the PINs of these punches are still the same people's."""
        users = self.env["biometric.device.user"]
        for device, punches in self.grouped("device_id").items():
            users |= users._with_pins(device, punches.mapped("pin"))
        return users.action_same_person()


def _has_other_person(_model, alias, _query):
    return SQL(
        """%s IN (SELECT p.id FROM biometric_device_user u
                    JOIN biometric_punch p ON p.device_id = u.device_id
                         AND p.pin = u.pin AND p.instant >= u.renamed_at
                   WHERE u.renamed_at IS NOT NULL)""",
        SQL.identifier(alias, "id"),
    )
