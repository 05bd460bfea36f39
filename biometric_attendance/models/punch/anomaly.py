"""What needs a person about a punch: the causes, a search, and one text for the list."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from ..searches import search_boolean


class Cause(NamedTuple):
    """A kind of punch that a person has to look at.

    :param column: the column of the punch that tells, ``outcome`` or ``reason``.
    :param title: what a list of things to do calls it.
    """

    key: str
    column: str
    title: str


# The first that holds is the cause of a punch; see also AMBIGUOUS.
CAUSES = (
    Cause("missing_check_in", "outcome", "Missing check-in"),
    Cause("missing_check_out", "outcome", "Missing check-out"),
    Cause("clock_error", "outcome", "Clock error"),
    Cause("inactive_employee", "outcome", "Not employed then"),
    Cause("other_open", "reason", "Another attendance is open"),
    Cause("partner_employed", "reason", "Counterpart outside the employment"),
    Cause("refused", "reason", "No attendance could be made"),
)
AMBIGUOUS = Cause("ambiguous_hour", "ambiguous_hour", "Hour that happened twice")
# Outcomes that settle which of two hours a punch is read by.
SETTLED = ("discarded", "closed_period")


def causes_by(column):
    """Return the keys of the causes that a column tells."""
    return tuple(cause.key for cause in CAUSES if cause.column == column)


# As SQL, for an index on these few punches and for the queries that use it: PostgreSQL
# takes the index where the condition is written alike. Whether somebody still is employed
# is no column of the punch.
IS_ANOMALY = (
    f"(outcome IN {causes_by('outcome')} OR reason IN {causes_by('reason')} "
    f"OR (ambiguous_hour AND outcome NOT IN {SETTLED}))"
)
ANOMALIES = (
    (Domain("outcome", "=", "inactive_employee") & Domain("employee_id.active", "=", 1))
    | Domain("outcome", "in", set(causes_by("outcome")) - {"inactive_employee"})
    | Domain("reason", "in", causes_by("reason"))
    | (Domain("ambiguous_hour", "=", True) & Domain("outcome", "not in", SETTLED))
)
NEEDS_PERSON = (
    ANOMALIES
    | Domain("outcome", "=", "unmapped")
    | Domain("has_other_person", "=", True)
)


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    anomaly = fields.Char(
        string="What Is Wrong",
        compute="_compute_anomaly",
        help="Why the punch needs a person: the reason of its outcome, an hour that "
        "happened twice, or another name that the terminal has for the PIN.",
    )
    needs_person = fields.Boolean(
        compute="_compute_needs_person",
        search="_search_needs_person",
        help="A person has to say what becomes of the punch, or whose it is.",
    )

    _anomaly_idx = models.Index(
        f"(employee_id, outcome, reason, instant, id) WHERE {IS_ANOMALY}"
    )

    @api.depends("reason", "detail", "ambiguous_hour")
    @api.depends_context("lang", "tz")
    def _compute_anomaly(self):
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        for punch in self:
            texts = [reasons.get(punch.reason), punch.detail, punch.ambiguity]
            if punch.has_other_person:
                texts.append(
                    self.env._(
                        "The terminal calls this PIN %(name)s now.",
                        name=punch.other_person,
                    )
                )
            punch.anomaly = " ".join(filter(None, texts))

    @api.depends("outcome", "reason", "ambiguous_hour", "employee_id.active")
    def _compute_needs_person(self):
        needing = self.filtered_domain(NEEDS_PERSON)
        for punch in self:
            punch.needs_person = punch in needing

    @api.model
    def _search_needs_person(self, operator, value):
        return search_boolean(NEEDS_PERSON, operator, value)
