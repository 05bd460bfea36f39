"""Every field tells people what it is for."""

from odoo import fields
from odoo.models import MAGIC_COLUMNS
from odoo.tests import TransactionCase

OURS = "biometric_attendance"
# Odoo explains these itself, or nobody ever sees them.
SELF_EVIDENT = {*MAGIC_COLUMNS, "display_name"}


class TestHelp(TransactionCase):
    def ours(self):
        """``(model, field)`` of every field that is of this addon alone."""
        for model in self.env.values():
            for field in model._fields.values():
                if set(field._modules) == {OURS} and not field.inherited:
                    yield model, field

    def test_every_field_has_a_help_text(self):
        found = list(self.ours())
        models = {model._name for model, _field in found}
        self.assertLessEqual(
            {"biometric.punch", "hr.attendance", "biometric.recompute"}, models
        )
        mute = sorted(
            f"{model._name}.{field.name}"
            for model, field in found
            if not field.help
            and field.name not in SELF_EVIDENT
            and field.groups != fields.NO_ACCESS
        )
        self.assertEqual(mute, [])
