"""A person's biometric data: on what basis, where, and its end."""

from odoo import fields, models

MANAGER = "hr_attendance.group_hr_attendance_manager"


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    biometric_consent_ids = fields.One2many(
        "biometric.consent",
        "employee_id",
        string="Legal Bases",
        groups=MANAGER,
        help="What allows the person's biometric data to be stored.",
    )
    biometric_template_ids = fields.One2many(
        "biometric.template",
        "employee_id",
        string="Templates",
        groups=MANAGER,
        help="What terminals recognise the person by, as far as stored here.",
    )
    biometric_erasure_ids = fields.One2many(
        "biometric.erasure",
        "employee_id",
        string="Erasures",
        groups=MANAGER,
        help="When the person's biometric data was erased, and where that stands.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False or vals.get("departure_date"):
            cron = self.env.ref(
                "biometric_attendance.cron_erase", raise_if_not_found=False
            )
            if cron:
                cron.sudo()._trigger()
        return result

    def unlink(self):
        """Terminals must not go on recognising somebody nobody knows any more."""
        self.check_access("unlink")
        known = self.sudo().filtered(
            lambda person: person.biometric_user_ids or person.biometric_template_ids
        )
        self.env["biometric.erasure"]._begin(known, "deleted")
        return super().unlink()

    def action_erase_biometrics(self):
        """Erase the templates and photos of these people, here and on all terminals."""
        self.check_access("read")
        erasures = self.env["biometric.erasure"]
        erasures._check_manager()
        return erasures._begin(self, "request").with_env(self.env)._show()

    def _biometric_disclosure(self):
        """All that is stored of the person, for the person: no raw template or photo.

        :return: recordsets by what they are, and the number and span of the punches.
        """
        self.ensure_one()
        of_person = [("employee_id", "=", self.id)]
        punches = self.env["biometric.punch"].search(of_person, order="instant")
        return {
            "users": self.biometric_user_ids,
            "templates": self.biometric_template_ids,
            "photos": self.env["biometric.photo"].search(of_person),
            "bases": self.biometric_consent_ids,
            "erasures": self.biometric_erasure_ids,
            "punch_count": len(punches),
            "first_punch": punches[:1].instant,
            "last_punch": punches[-1:].instant,
        }
