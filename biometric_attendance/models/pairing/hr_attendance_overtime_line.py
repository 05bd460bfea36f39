"""Replacing only those overtime lines that Odoo computes differently.

Odoo removes the lines of whole weeks and makes them afresh, whereby what a manager
approved or edited is lost. Under the pairing's own context a line that comes out the same
is left alone, and only the others are replaced.
"""

from collections import defaultdict
from itertools import chain

from odoo import api, models

REPLACING = "biometric_replacing"


class Replacing:
    """The lines of one overtime computation of Odoo's.

    :param before: the lines there were, those of neighbours among them.
    :param rows: the attendances that are worked out again.
    """

    def __init__(self, before, rows):
        owners = {
            (row.employee_id.id, row.check_in): row
            for row in before._linked_attendances()
        }
        self.no_lines = before.browse()
        self.stale = defaultdict(list)
        for line in before:
            key = line.employee_id.id, line.time_start
            # A line of an attendance that is not worked out again is not replaced.
            if key not in owners or owners[key] in rows:
                self.stale[key].append(line)

    def keep(self, vals):
        """The line there was with these values, if any: it is not stale."""
        lines = self.stale[vals["employee_id"], vals["time_start"]]
        for line in lines:
            if line._has_values(vals):
                lines.remove(line)
                return line
        return None

    def end(self):
        """Remove what did not come out again; may be called twice."""
        stale, self.stale = self.stale, defaultdict(list)
        self.no_lines.union(*chain.from_iterable(stale.values())).unlink()


class HrAttendanceOvertimeLine(models.Model):
    _inherit = "hr.attendance.overtime.line"

    @api.model_create_multi
    def create(self, vals_list):
        replacing = self._get_replacing()
        if replacing is None:
            return super().create(vals_list)
        found = [replacing.keep(vals) for vals in vals_list]
        replacing.end()
        missing = [
            vals for vals, line in zip(vals_list, found, strict=True) if not line
        ]
        made = iter(super().create(missing))
        return self.union(*(line or next(made) for line in found))

    def unlink(self):
        if self._get_replacing():
            return True  # Replacing.end() removes those that do not come out again.
        return super().unlink()

    def _get_replacing(self):
        """Return what the context carries; a remote call's context can carry none."""
        replacing = self.env.context.get(REPLACING)
        return replacing if isinstance(replacing, Replacing) else None

    def _has_values(self, vals):
        """Whether this line has these values, given in the form of Odoo's pass."""
        return all(_is_equal(self[name], value) for name, value in vals.items())


def _is_equal(stored, given):
    """Return whether a stored value is the given one.

    :param given: for records, an id or a list of ids.
    """
    if isinstance(stored, models.BaseModel):
        return set(stored.ids) == (set(given) if isinstance(given, list) else {given})
    return stored == given
