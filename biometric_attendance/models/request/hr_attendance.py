"""Employees are told which of their attendances others change or delete by hand."""

from odoo import models
from odoo.tools import format_datetime

from ..pairing.hr_attendance import INTERVAL_FIELDS
from .notifications import notify_of_changes


class HrAttendance(models.Model):
    _inherit = "hr.attendance"

    def write(self, vals):
        result = super().write(vals)
        if self._is_writing_person() and not INTERVAL_FIELDS.isdisjoint(vals):
            notify_of_changes(self.sudo(), _get_sentence)
        return result

    def unlink(self):
        if self._is_writing_person():
            # Of what is behind the others, each punch and correction is told.
            bare = self.sudo().filtered(
                lambda row: not (row.punch_ids or row.correction_ids)
            )
            notify_of_changes(bare, _get_sentence_of_deletion)
        return super().unlink()


def _get_sentence(row):
    return row.env._("Attendance: %s", _span(row))


def _get_sentence_of_deletion(row):
    return row.env._("Attendance deleted: %s", _span(row))


def _span(row):
    """Return when an attendance began and ended, by the employee's clock."""
    tz = row.env.context["tz"]
    begin, end = (
        format_datetime(row.env, instant, tz=tz, dt_format="short") if instant else "…"
        for instant in (row.check_in, row.check_out)
    )
    return f"{begin} \N{EN DASH} {end} ({tz})"
