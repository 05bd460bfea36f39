"""What employees and other people have in common on terminals."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...terminals.commands import check
from ..actions import open_action
from ..counts import set_counts
from ..reason import validating

MAX_PIN_DIGITS = 9  # what every terminal takes


class BiometricPerson(models.AbstractModel):
    """Somebody who can be put on terminals from here: an employee or a contact."""

    _name = "biometric.person"
    _description = "Person on Terminals"

    biometric_pin = fields.Char(
        string="PIN on Terminals",
        copy=False,
        groups="hr_attendance.group_hr_attendance_officer",
        help="The number this person has on terminals that are managed from here. Empty: "
        "the next free one when it is first needed.",
    )

    biometric_pass_count = fields.Integer(
        string="Access Passes",
        compute="_compute_biometric_pass_count",
        groups="hr_attendance.group_hr_attendance_user",
        help="How many access passes the person has or had.",
    )

    def _compute_biometric_pass_count(self):
        inverse, model = self._person_field(), "biometric.access.pass"
        set_counts(self, "biometric_pass_count", model, inverse)

    @api.model
    def _person_field(self):
        """The field of access passes, and of device users, that names such people."""
        return "partner_id" if self._name == "res.partner" else "employee_id"

    def action_open_biometric_passes(self):
        """Show the person's access passes; a new one is for the person."""
        self.ensure_one()
        name = self._person_field()
        shown, default = [(name, "=", self.id)], {f"default_{name}": self.id}
        return open_action(self.env, "biometric_access_pass_action", shown, default)

    @api.constrains("biometric_pin")
    def _check_biometric_pin(self):
        for person in self.filtered("biometric_pin"):
            with validating(self.env):
                check("set_user", {"pin": person.biometric_pin})
            taken = self.env["biometric.person"]._get_holder(
                person.biometric_pin, person
            )
            if taken:
                raise ValidationError(
                    self.env._(
                        "%(pin)s is the PIN of %(name)s already.",
                        pin=person.biometric_pin,
                        name=taken.name,
                    )
                )

    @api.model
    def _get_holder(self, pin, but):
        """Another person of the same company who has this PIN, or ``None``."""
        for model in ("hr.employee", "res.partner"):
            people = self.env[model].sudo().with_context(active_test=False)
            domain = [("biometric_pin", "=", pin)]
            if "company_id" in but and but.company_id:
                domain.append(("company_id", "in", (but.company_id.id, False)))
            for person in people.search(domain):
                if person != but:
                    return person
        return None

    def _ensure_pin(self):
        """The PIN of the person on all terminals that are managed from here."""
        self.ensure_one()
        if not self.biometric_pin:
            self.biometric_pin = self._next_biometric_pin()
        return self.biometric_pin

    def _next_biometric_pin(self):
        """The person's PIN on a terminal already, else the lowest number above all.

        Not one that somebody else once had: late punches of it are that person's.
        """
        known = self.env["biometric.device.user"]._of(self).mapped("pin")
        free = [pin for pin in known if not self._get_holder(pin, self)]
        if free:
            return free[0]
        self.env.flush_all()
        ((highest,),) = self.env.execute_query(
            SQL(
                """SELECT max(pin::bigint) FROM (
                          SELECT pin FROM biometric_device_user
                           UNION ALL SELECT pin FROM biometric_assignment
                           UNION ALL SELECT biometric_pin FROM hr_employee
                           UNION ALL SELECT biometric_pin FROM res_partner) AS used
                    WHERE pin ~ %s""",
                f"^[0-9]{{1,{MAX_PIN_DIGITS - 1}}}$",
            )
        )
        return str((highest or 0) + 1)

    def _contract_windows(self):
        """Days of employment, where a contract says so; ``{person: [Window]}``."""
        return {}

    def _has_left(self, day):
        """Whether the person is gone for good on a day."""
        self.ensure_one()
        return not self.active
