"""A name that a terminal changed into another person's: is the PIN still the same person's?"""

from odoo import fields, models

from .ownership import RENAME_FIELDS


class BiometricDeviceUser(models.Model):
    _inherit = "biometric.device.user"

    renamed_from = fields.Char(
        string="Name Before",
        readonly=True,
        copy=False,
        help="The name the terminal had for the PIN when it was the present owner's.",
    )
    renamed_to = fields.Char(
        string="Another Person?",
        readonly=True,
        copy=False,
        help="The terminal has given the PIN this name, which is no spelling of the one "
        "before: it may be another person's by now.",
    )
    renamed_at = fields.Datetime(
        string="Renamed",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the terminal reported the other name.",
    )

    def action_same_person(self):
        """Note that the PIN is still the same person's, by another name."""
        self._check_assignable()
        self.sudo()._clear_rename()
        return True

    def action_other_person(self):
        """Ask whose the PIN is since the terminal renamed it."""
        self.ensure_one()
        if not self.renamed_at:
            return self.action_assign()
        wizard = self.env["biometric.assignment.wizard"]
        return wizard._open(self, span="time", since=self.renamed_at)

    def _clear_rename(self):
        self.write(dict.fromkeys(RENAME_FIELDS, False))
