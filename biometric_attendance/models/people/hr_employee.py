from datetime import timedelta

from odoo import api, fields, models

from ..actions import open_action
from ..counts import set_counts
from ..crons import trigger_cron
from ..pairing.biometric_pairing import Change

OFFICER = "hr_attendance.group_hr_attendance_officer"
USER = "hr_attendance.group_hr_attendance_user"
MANAGER = "hr_attendance.group_hr_attendance_manager"
# Fields that decide on which terminals the employee belongs, and as whom.
SYNCED_FIELDS = {"active", "name", "company_id", "biometric_pin"}
# As the filter of the list of punches that the button opens.
TODAY = [("instant", ">=", "today"), ("instant", "<", "today +1d")]


class HrEmployee(models.Model):
    """An employee's device users, punches, pairing policy and biometric data."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "biometric.person"]

    biometric_user_ids = fields.One2many(
        "biometric.device.user",
        "employee_id",
        string="Device Users",
        groups=OFFICER,
        help="The device users of this person on terminals.",
    )
    biometric_policy_id = fields.Many2one(
        "biometric.policy",
        string="Pairing Policy",
        check_company=True,
        groups=USER,
        help="Only where this person's punches are read differently.",
    )
    biometric_punch_count = fields.Integer(
        string="Punches Today",
        compute="_compute_biometric_punch_count",
        groups=OFFICER,
        help="How many punches of this person are of today, by the reader's clock.",
    )
    biometric_user_count = fields.Integer(
        string="On Terminals",
        compute="_compute_biometric_user_count",
        groups=OFFICER,
        help="How many terminals know this person.",
    )
    biometric_archived_at = fields.Datetime(
        string="Archived At",
        readonly=True,
        copy=False,
        groups=OFFICER,
        help="When the person was archived last. Without a departure date, later punches "
        "count only where they end an attendance begun before.",
    )
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

    @api.constrains("biometric_policy_id", "company_id")
    def _check_biometric_policy_company(self):
        self._check_company(["biometric_policy_id"])

    def _compute_biometric_punch_count(self):
        set_counts(
            self, "biometric_punch_count", "biometric.punch", "employee_id", TODAY
        )

    def _compute_biometric_user_count(self):
        for employee in self:
            employee.biometric_user_count = len(employee.biometric_user_ids)

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        archived = employees.filtered(lambda person: not person.active).sudo()
        archived.biometric_archived_at = fields.Datetime.now()
        trigger_cron(self.env, "cron_sync")
        return employees

    def write(self, vals):
        if vals.get("active") is False:
            archived = self.filtered("active").sudo()
            archived.biometric_archived_at = fields.Datetime.now()
        result = super().write(vals)
        if SYNCED_FIELDS & set(vals):
            trigger_cron(self.env, "cron_sync")
        if vals.get("active") is False or vals.get("departure_date"):
            trigger_cron(self.env, "cron_erase")
        if vals.get("active"):
            self._queue_inactive_punches()
        return result

    def unlink(self):
        """Erase the people from the terminals first: these would go on recognising them."""
        self.check_access("unlink")
        known = self.sudo().filtered(
            lambda person: person.biometric_user_ids or person.biometric_template_ids
        )
        self.env["biometric.erasure"]._begin(known, "deleted")
        known.biometric_user_ids.employee_id = False
        return super().unlink()

    def _attendance_action_change(self, geo_information=None):
        """Begin a new attendance where the open one is overdue, instead of ending that."""
        self._drop_overdue_attendance()
        return super()._attendance_action_change(geo_information)

    def _drop_overdue_attendance(self):
        """Pair the person anew if a forgotten check-out makes the open attendance overdue."""
        person = self.sudo()
        opened = person.env["hr.attendance"].search(
            [
                ("employee_id", "=", self.id),
                ("check_out", "=", False),
                ("biometric_managed", "=", True),
            ]
        )
        # Not the whole rules: a time zone this server lacks must not refuse the press.
        hours = person._biometric_policies()[person].longest if opened else 0
        since = fields.Datetime.now() - timedelta(hours=hours)
        if opened and opened.check_in < since:
            person.env["biometric.pairing"]._pair({person: Change(opened.check_in)})
            self.invalidate_recordset(["last_attendance_id", "attendance_state"])

    def action_open_biometric_users(self):
        """Show the device users of these people, with their states."""
        context = {"default_employee_id": self.id} if len(self) == 1 else {}
        domain = [("employee_id", "in", self.ids)]
        return open_action(self.env, "biometric_device_user_action", domain, context)

    def action_open_biometric_punches(self):
        """Show the punches of these people, to begin with those of today."""
        domain = [("employee_id", "in", self.ids)]
        today = {"search_default_today": 1}
        return open_action(self.env, "biometric_punch_action", domain, today)

    def action_open_biometric_day(self):
        """Show the person's day, today to begin with."""
        self.ensure_one()
        return self.env["biometric.day"]._open(self)

    def action_recompute(self):
        """Recompute the attendances of these people from a day on, after a preview."""
        return self.env["biometric.recompute"]._open(employees=self)

    def action_erase_biometrics(self):
        """Erase the templates and photos of these people, here and on all terminals."""
        self.check_access("read")
        erasures = self.env["biometric.erasure"]
        erasures._check_manager()
        return erasures._begin(self, "request").with_env(self.env)._show()

    def _biometric_policies(self):
        """Return the policy that holds for each person: ``{employee: policy}``.

        The nearest counts: the person's own, the department's, the one of the devices
        the person uses if they agree, the company's.
        """
        self.company_id._ensure_biometric_policy()
        of_devices = self._device_policies()
        return {
            employee: employee.biometric_policy_id
            or employee.department_id._biometric_policy()
            or of_devices.get(employee)
            or employee.company_id.biometric_policy_id
            for employee in self
        }

    def _get_pairing_rules(self, closed_until=None):
        """Return the rules this person's punches are paired by.

        :param closed_until: last day of the closed period, if that matters.
        :rtype: ~.rules.policy.Policy
        """
        person = self.sudo()
        policy = person._biometric_policies()[person]
        return policy._get_rules(person._get_tz(), closed_until)

    def _device_policies(self):
        """The policy of each person's devices, where they all have the same one."""
        of_device = (["employee_id"], ["device_id:recordset"])
        present = self.env["biometric.device.user"]._read_group(
            [("employee_id", "in", self.ids)], *of_device
        )
        # Whose PINs are others' by now had punches there all the same.
        former = self.env["biometric.assignment"]._read_group(
            [("employee_id", "in", self.ids)], *of_device
        )
        groups = (dict(former) | dict(present)).items()
        policies = {
            employee: {device.policy_id for device in devices}
            for employee, devices in groups
        }
        return {
            employee: found.pop()
            for employee, found in policies.items()
            if len(found) == 1
        }

    def _biometric_disclosure(self):
        """Return all that is stored of the person, for the person: no raw template or photo.

        :return: recordsets ``users``, ``assignments``, ``templates``, ``photos``, ``bases``,
            ``erasures``; ``punch_count``, ``first_punch`` and ``last_punch``.
        """
        self.ensure_one()
        of_person = [("employee_id", "=", self.id)]
        punches = self.env["biometric.punch"].search(of_person, order="instant")
        return {
            "users": self.biometric_user_ids,
            "assignments": self.env["biometric.assignment"].search(of_person),
            "templates": self.biometric_template_ids,
            "photos": self.env["biometric.photo"].search(of_person),
            "bases": self.biometric_consent_ids,
            "erasures": self.biometric_erasure_ids,
            "punch_count": len(punches),
            "first_punch": punches[:1].instant,
            "last_punch": punches[-1:].instant,
        }
