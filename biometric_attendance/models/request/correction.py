"""Employees get a message of what others correct."""

from odoo import api, models
from odoo.tools import format_datetime

from .notifications import notify_of_changes


class BiometricCorrection(models.Model):
    _inherit = "biometric.correction"

    @api.model_create_multi
    def create(self, vals_list):
        corrections = super().create(vals_list)
        # Of what they asked for, employees get the answer.
        others = corrections.sudo().filtered(lambda each: not each.request_id)
        notify_of_changes(others, _get_sentence)
        return corrections

    def _withdraw(self):
        result = super()._withdraw()
        notify_of_changes(self.sudo(), _get_sentence_of_withdrawal)
        return result


def _get_sentence(correction):
    """Return what was corrected, in words."""
    return ", ".join(filter(None, [_describe(correction), correction.note]))


def _get_sentence_of_withdrawal(correction):
    return correction.env._("Withdrawn: %s", _describe(correction))


def _describe(correction):
    labels = [
        dict(correction._fields[name]._description_selection(correction.env)).get(
            correction[name]
        )
        for name in ("kind", "direction")
    ]
    return " ".join(filter(None, [_clock(correction, correction.instant), *labels]))


def _clock(record, instant):
    """Return an instant by the employee's clock, with its zone."""
    tz = record.env.context["tz"]
    return f"{format_datetime(record.env, instant, tz=tz, dt_format='short')} ({tz})"
