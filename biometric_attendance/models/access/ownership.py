"""The present owner of each device user, kept in step with the assignments of its PIN."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime

from ...rules import clock
from ...rules.assignments import BEGINNING, FOR_GOOD, assignment_at, next_begin
from ..crons import trigger_cron
from ..isolation import isolate
from ..rights.links import check_readable
from .assignment_defaults import get_default_since
from .person_key import get_person, get_person_values

OWNER_FIELDS = ("employee_id", "partner_id")
# What a terminal reported that made it doubtful whose the PIN is.
RENAME_FIELDS = ("renamed_from", "renamed_to", "renamed_at")
# Emptied when the device user becomes somebody else's: they are about the person it
# was linked to before.
PERSONAL_FIELDS = (
    "windows",
    "wanted",
    "to_remove",
    "access_denied",
    "synced_values",
    *RENAME_FIELDS,
)


class BiometricDeviceUser(models.Model):
    _inherit = "biometric.device.user"

    assigned_since = fields.Datetime(
        string="Since",
        readonly=True,
        copy=False,
        help="Since when the PIN is the present owner's. Empty: from the beginning.",
    )
    assigned_until = fields.Datetime(
        string="Until",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the PIN becomes somebody else's. Empty: that is not planned.",
    )
    assignment_ids = fields.One2many(
        "biometric.assignment",
        compute="_compute_assignment_ids",
        string="History",
        help="Whose the PIN was and will be, the latest first.",
    )
    shared_history = fields.Boolean(
        compute="_compute_assignment_ids",
        help="The PIN has not been one person's from the beginning.",
    )

    def _compute_assignment_ids(self):
        assignments = self.env["biometric.assignment"]
        rows = assignments._get_rows(self)
        for user in self:
            found = rows.get((user.device_id.id, user.pin), assignments)
            user.assignment_ids = found.sorted("since", reverse=True).sudo(False)
            user.shared_history = len(found) > 1 or bool(user.assigned_since)

    @api.onchange(*OWNER_FIELDS)
    def _onchange_owner(self):
        """Say from when the PIN will be the person's, where somebody had it before."""
        user, person = self._origin, self._person()
        if not user or person._origin == user._person():
            return None
        histories = self.env["biometric.assignment"]._get_histories(user)
        if not histories[user]:
            return None
        now = fields.Datetime.now()
        since = get_default_since(self.env, histories[user], person._origin, now)
        message = self.env._(
            "From %(since)s; what was before stays. For another time, save nothing here "
            "and choose “Change Person”.",
            since=format_datetime(self.env, since, self.env.tz.zone),
        )
        title = person.display_name or self.env._("Nobody")
        return {"warning": {"type": "notification", "title": title, "message": message}}

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        owned = {user: user._person() for user in users.sudo() if user._person()}
        self.env["biometric.assignment"]._take_over(owned)
        users._apply_assignments()
        return users

    def write(self, vals):
        written = [name for name in OWNER_FIELDS if name in vals]
        if not written:
            return super().write(vals)
        self._check_written(vals)
        self.check_access("write")
        others = {name: vals[name] for name in vals if name not in written}
        if others:
            super().write(others)
        persons = {user: user._get_written_person(vals) for user in self.sudo()}
        self._check_persons(set(persons.values()))
        self.env["biometric.assignment"]._take_over(persons)
        self._apply_assignments()
        return True

    def _get_written_person(self, vals):
        """Return whose the user would be with these values, an empty recordset if nobody's."""
        linked = {
            name: self.env[self._fields[name].comodel_name].browse(
                self._fields[name].convert_to_cache(vals[name], self) or ()
            )
            if name in vals
            else self[name]
            for name in OWNER_FIELDS
        }
        if all(linked.values()):
            raise ValidationError(
                self.env._("A device user is an employee or a contact, not both.")
            )
        return linked["employee_id"] or linked["partner_id"] or linked["employee_id"]

    def _check_persons(self, persons):
        """Check that the user may link device users to these people.

        :raises AccessError: the user may not see them, or works for another company.
        """
        if self._is_writing_person():
            for person in persons:
                if person:
                    check_readable(person.with_env(self.env))

    @api.ondelete(at_uninstall=False)
    def _unlink_ends_assignment(self):
        """End the assignment now; former punches stay with whom they were made by."""
        self.write(dict.fromkeys(OWNER_FIELDS, False))

    def _check_assignable(self):
        """Check that the user may change whose these device users are.

        :raises AccessError: the user may not.
        """
        self.check_access("write")
        self._check_written(dict.fromkeys(OWNER_FIELDS, False))

    def action_assign(self):
        """Ask whose the PIN is, and from when."""
        self.ensure_one()
        present = {name: self[name].id for name in OWNER_FIELDS}
        return self.env["biometric.assignment.wizard"]._open(self, **present)

    def _get_employee_at(self, moment):
        """Return the employee who had the PIN at a moment on the terminal's own clock.

        :param moment: ``None`` for now.
        """
        self.ensure_one()
        if not moment or not (self.assigned_since or self.assigned_until):
            return self.employee_id
        instant = clock.utc(moment, clock.zone(self.device_id.tz))
        history = self.env["biometric.assignment"]._get_histories(self)[self]
        found = assignment_at(history, instant)
        person = get_person(self.env, found and found.person)
        return person if person._name == "hr.employee" else self.env["hr.employee"]

    def _apply_assignments(self):
        """Bring owners in line with the assignments, and punches with their history.

        The rights of who called were checked before.
        """
        self._refresh_owners()
        self.env["biometric.punch"]._assign_people(self.sudo())

    def _refresh_owners(self):
        """Store who has the PINs now, by the assignments."""
        users, now = self.sudo(), fields.Datetime.now()
        histories = self.env["biometric.assignment"]._get_histories(users)
        alike = defaultdict(users.browse)
        for user in users:
            present = assignment_at(histories[user], now)
            until = next_begin(histories[user], now)
            since = present.since if present else BEGINNING
            alike[
                present.person if present else None,
                False if since == BEGINNING else since,
                False if until == FOR_GOOD else until,
            ] |= user
        for (person, since, until), found in alike.items():
            found._set_owner(get_person_values(person), since, until)

    def _set_owner(self, owner, since, until):
        """Store the present owner of device users, and since and until when.

        :param owner: values of the owner's fields.
        """
        span = {"assigned_since": since, "assigned_until": until}
        changed = self.filtered(
            lambda user: any(user[name].id != owner[name] for name in OWNER_FIELDS)
        )
        moved = self.filtered(
            lambda user: any(user[name] != span[name] for name in span)
        )
        templates = self.env["biometric.template"].sudo()
        templates = templates._get_reassigned(changed, owner, since)
        moved._write_as_assigned(span)
        if moved and until:
            trigger_cron(self.env, "cron_sync", at=until)
        if changed:
            emptied = dict.fromkeys(PERSONAL_FIELDS, False)
            changed._write_as_assigned({**owner, **emptied})
            trigger_cron(self.env, "cron_sync")
        templates._reassign(owner["employee_id"])

    def _write_as_assigned(self, vals):
        """Write values that follow from the assignments, and leave these as they are."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.model
    def _change_hands(self):
        """Update the owners of device users whose planned assignment has begun."""
        due = self.sudo().search([("assigned_until", "<=", fields.Datetime.now())])
        isolate(due, lambda users: users._apply_assignments())
