"""Deletion of a person's biometric data, here and on every terminal, with proof."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...terminals.reasons import Reason
from ..actions import open_action
from ..device.failures import CLEANING
from ..isolation import isolate

MANAGER = "hr_attendance.group_hr_attendance_manager"
STAYING_REASONS = ("withdrawal", "request")  # after which people go on working here
WRITING_KINDS = ("set_user", "set_template", "enroll")


class BiometricErasure(models.Model):
    """One deletion of all templates and photos of a person, and what became of it.

    The rows stored here are deleted at once. A terminal deletes the whole user, because
    that deletes every kind of template, stored here or not. A person who goes on working
    here is written again without templates, to punch with a card or PIN. This record
    holds nothing biometric, so it can be kept as proof.
    """

    _name = "biometric.erasure"
    _inherit = ["biometric.rights"]
    _description = "Erasure of Biometric Data"
    _order = "id desc"
    _rec_name = "subject"

    subject = fields.Char(
        required=True,
        readonly=True,
        help="Whose data. Only the number stays when the employee is deleted.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Whose data, as long as there is such an employee.",
    )
    company_id = fields.Many2one("res.company", readonly=True, help="The company.")
    reason = fields.Selection(
        [
            ("withdrawal", "Legal basis withdrawn"),
            ("departure", "Left the company"),
            ("request", "On request"),
            ("deleted", "Person deleted"),
        ],
        required=True,
        readonly=True,
        help="Why.",
    )
    begun_at = fields.Datetime(
        readonly=True,
        default=fields.Datetime.now,
        help="When everything stored in this database was deleted.",
    )
    user_id = fields.Many2one(
        "res.users", string="Begun By", readonly=True, help="Who asked for it."
    )
    template_count = fields.Integer(
        string="Templates", readonly=True, help="How many were stored and deleted."
    )
    photo_count = fields.Integer(
        string="Photos", readonly=True, help="How many were stored and deleted."
    )
    line_ids = fields.One2many(
        "biometric.erasure.line", "erasure_id", readonly=True, help="Every terminal."
    )
    state = fields.Selection(
        [("pending", "Pending"), ("failed", "Needs a person"), ("confirmed", "Done")],
        compute="_compute_state",
        store=True,
        index=True,
        help="Done: every terminal has confirmed that the user is gone.",
    )

    @api.depends("line_ids.state")
    def _compute_state(self):
        for erasure in self:
            states = set(erasure.line_ids.mapped("state"))
            worst = [state for state in ("failed", "pending") if state in states]
            erasure.state = worst[0] if worst else "confirmed"

    @api.model
    def _begin(self, employees, reason):
        """Erase what is stored of these people, and have their terminals do the same.

        :return: the erasures, one a person.
        """
        erasures = self.sudo()
        persons = employees.sudo().with_context(active_test=False)
        return erasures.browse().union(
            *(
                erasures._erase(person.biometric_user_ids, reason, person)
                for person in persons
            )
        )

    @api.model
    def _begin_of_users(self, users, reason):
        """Erase what is stored of single device users, and have their terminals do the same.

        :return: the erasures, one a device user.
        """
        erasures = self.sudo()
        return erasures.browse().union(
            *(erasures._erase(user, reason, user.employee_id) for user in users.sudo())
        )

    @api.model
    def _erase(self, users, reason, person):
        """Erase what is stored of one person, and have these device users deleted."""
        templates = self.env["biometric.template"].search(
            Domain("device_user_id", "in", users.ids)
            & Domain("employee_id", "=", False)
            | Domain("employee_id", "in", person.ids)
        )
        photos = self._get_photos(users, person)
        lines = [
            {
                "device_id": user.device_id.id,
                "device_name": user.device_id.name,
                "pin": user.pin,
            }
            for user in users
        ]
        erasure = self.create(
            {
                "subject": self._subject(users, person),
                "employee_id": person.id,
                "company_id": (person.company_id or users.device_id.company_id)[:1].id,
                "reason": reason,
                "user_id": self.env.uid,
                "template_count": len(templates),
                "photo_count": len(photos),
                "line_ids": [fields.Command.create(line) for line in lines],
            }
        )
        templates._drop()
        photos.unlink()
        self._stop_writing(users)
        if reason not in STAYING_REASONS or not person.active:
            users.write({"wanted": False, "name": False, "card": False})
        erasure.line_ids._queue_deletion()
        return erasure

    @api.model
    def _get_photos(self, users, person):
        """Return the photos of a person, and those of device users nobody is linked to."""
        unlinked = Domain.OR(
            Domain("device_id", "=", user.device_id.id) & Domain("pin", "=", user.pin)
            for user in users
        ) & Domain("employee_id", "=", False)
        return self.env["biometric.photo"].search(
            Domain("employee_id", "in", person.ids) | unlinked
        )

    @api.model
    def _subject(self, users, person):
        if person:
            return self.env._("Employee %s", person.id)
        return self.env._("Device user %s", users.pin)

    @api.model
    def _stop_writing(self, users):
        """Cancel queued commands that would write what is being erased to a terminal."""
        queued = self.env["biometric.command"].search(
            [
                ("device_id", "in", users.device_id.ids),
                ("pin", "in", users.mapped("pin")),
                ("kind", "in", WRITING_KINDS),
                ("state", "=", "queued"),
            ]
        )
        erased = {(user.device_id, user.pin) for user in users}
        queued.filtered(
            lambda command: (command.device_id, command.pin) in erased
        )._finish("cancelled", reason=Reason("being_erased"))

    def action_try_again(self):
        """Repeat the deletions that failed."""
        self._check_manager()
        self.sudo().line_ids.filtered(
            lambda line: line.state == "failed"
        )._queue_deletion()
        return True

    @api.model
    def _check_manager(self):
        """Check that the user is an administrator of Attendances.

        :raises AccessError: the user is not.
        """
        self.check_access("read")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only administrators may do that."))

    def _show(self):
        if not self:
            return True
        shown = [("id", "in", self.ids)]
        return open_action(self.env, "biometric_erasure_action", shown)

    @api.model
    def _cron_erase(self):
        """Erase the data of people who left, and delete records that are kept long enough.

        Deletions that terminals have not confirmed are repeated.
        """
        devices = self.env["biometric.device"].with_context(active_test=False)
        devices.search([("failures", "!=", False)])._record_done_work(CLEANING)
        isolate(
            self._get_departed(),
            lambda people: self._begin(people, "departure"),
            self._log_failure,
        )
        isolate(self.env["biometric.template"], lambda all_: all_._delete_disallowed())
        for model in ("biometric.photo", "biometric.message", "biometric.command"):
            isolate(self.env[model], lambda all_: all_._delete_old())
        isolate(self.env["biometric.erasure.line"], lambda all_: all_._repeat())

    @api.model
    def _log_failure(self, person):
        person.sudo()._message_log(
            body=self.env._(
                "The biometric data of this person could not be erased: look into the "
                "server's log."
            )
        )

    @api.model
    def _get_departed(self):
        """Return people who left and still have templates, photos or device users.

        Those with an erasure that is not confirmed yet are left out.
        """
        today = fields.Date.context_today(self)
        left = Domain("employee_id.active", "=", False)
        left |= Domain("employee_id.departure_date", "<", today)
        templates = self.env["biometric.template"].search(left)
        photos = self.env["biometric.photo"].search(left)
        there = Domain("sync_state", "!=", "absent")
        users = self.env["biometric.device.user"].search(left & there)
        persons = templates.employee_id | photos.employee_id | users.employee_id
        begun = [("employee_id", "in", persons.ids), ("state", "!=", "confirmed")]
        return persons - self.search(begun).employee_id
