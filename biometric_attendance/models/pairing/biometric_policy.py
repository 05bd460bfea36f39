from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rules import clock
from ...rules.policy import Policy, PolicyError

# The rules of a policy, as opposed to its name and owner.
RULES = ("mode", "debounce", "day_start", "longest", "breaks", "roster")


class BiometricPolicy(models.Model):
    """The rules punches are paired by: one policy a company, and others where needed."""

    _name = "biometric.policy"
    _inherit = ["biometric.rights"]
    _description = "Pairing Policy"
    _order = "name"

    _editable_fields = {"name"}
    # Later, the rules are changed after a preview: see biometric.recompute.
    _initial_fields = {"company_id", *RULES}

    name = fields.Char(required=True, translate=True, help="What people call it.")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        help="The company it may be used in.",
    )
    mode = fields.Selection(
        [
            ("smart", "Keys where they are used, else in turn"),
            ("keys", "By the keys pressed only"),
            ("alternate", "In turn: in, out, in, out"),
            ("first_last", "First punch in, last punch out"),
        ],
        required=True,
        default="smart",
        help="How to tell coming from going. The first suits nearly everybody: keys "
        "count on days on which a person pressed both kinds, and on others if the person "
        "did so on 3 of the last 10 days worked, or 80 % of the people at the terminal did.",
    )
    debounce = fields.Integer(
        string="Double Tap (seconds)",
        required=True,
        default=60,
        help="A punch this soon after another that says the same repeats it.",
    )
    day_start = fields.Float(
        string="Day Starts At",
        required=True,
        default=4.0,
        help="When a workday begins on the person's own clock. Work until then still "
        "counts as the evening before.",
    )
    longest = fields.Float(
        string="Longest Session (hours)",
        required=True,
        default=16.0,
        help="A later punch cannot end an older check-in: the check-out was forgotten.",
    )
    breaks = fields.Selection(
        [("split", "Take breaks off"), ("ignore", "Do not look at breaks")],
        required=True,
        default="split",
        help="What the break keys do.",
    )
    roster = fields.Boolean(
        string="Use Scheduled Hours",
        help="Where a work schedule exists, an odd number of punches without keys is "
        "read with its hours, to find out which punch is missing. Keys are never "
        "contradicted.",
    )

    since = fields.Date(
        string="In Force Since",
        readonly=True,
        copy=False,
        help="Attendances that began before this day were made by earlier rules, and "
        "stay so until a punch of that time comes late.",
    )

    _name_company_uniq = models.Constraint(
        "UNIQUE(name, company_id)", "The company already has a policy of that name."
    )

    @api.constrains(*RULES)
    def _check_rules(self):
        for policy in self:
            try:
                policy._get_rules()
            except PolicyError as error:
                raise ValidationError(policy._get_error_sentence(error)) from error

    def _get_error_sentence(self, error):
        """Why the rules are refused, in the language of who reads it.

        Only what can be typed is here: the other rules are chosen from lists.
        """
        sentences = {
            "longest_none": self.env._(
                "The longest session must be more than nothing."
            ),
            "longest_most": self.env._("The longest session can be 48 hours at most."),
            "debounce_none": self.env._(
                "The time within which a punch repeats another cannot be negative."
            ),
            "debounce_most": self.env._(
                "The time within which a punch repeats another must be shorter than the "
                "longest session."
            ),
            "day_start": self.env._("The day must start between 00:00 and 23:59."),
        }
        return sentences.get(error.reason, str(error))

    def _get_rules(self, zone="UTC", closed_until=None):
        """The policy as the pairing reads it.

        :param zone: IANA name of the person's time zone.
        :param closed_until: last day of the closed period.
        :raises PolicyError: a rule makes no sense; see :meth:`_get_error_sentence`.
        :raises ValueError: the zone does not exist.
        """
        return Policy(
            mode=self.mode,
            debounce=timedelta(seconds=self.debounce),
            day_start=_time_of(self.day_start),
            longest=timedelta(hours=self.longest),
            breaks=self.breaks,
            roster=self.roster,
            closed_until=closed_until or None,
            since=self.since or None,
            zone=clock.zone(zone),
        )

    def action_change(self):
        """Change the rules, seeing first what that would do."""
        self.ensure_one()
        return self.env["biometric.recompute"]._open(policy=self)

    def _get_employees(self):
        """The people this policy is for."""
        employees = self.env["hr.employee"].with_context(active_test=False)
        candidates = employees.search([("company_id", "in", self.company_id.ids)])
        mine = candidates.sudo()._biometric_policies()
        return candidates.filtered(lambda employee: mine[employee] in self)


def _time_of(hours):
    """4.5 to 04:30.

    :raises PolicyError: outside one day.
    """
    if not 0 <= hours < 24:
        raise PolicyError("day_start")
    return (datetime.min + timedelta(hours=hours)).time() if hours else time()
