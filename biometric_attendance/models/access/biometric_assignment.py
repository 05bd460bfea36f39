from odoo import api, fields, models
from odoo.tools import format_datetime

from ...rules.assignments import BEGINNING, FOR_GOOD, Assignment, next_begin, take_over
from .assignment_defaults import get_default_since
from .person_key import DELETED_PERSON, get_person_key, get_person_values


class BiometricAssignment(models.Model):
    """Whose a PIN of a device is from an instant on, until the next assignment begins.

    The history belongs to the PIN of the device, not to the device user: it stays when
    that is deleted, and a device user made again finds it.
    """

    _name = "biometric.assignment"
    _description = "Assignment of a PIN"
    _inherit = ["biometric.rights"]
    _order = "device_id, pin, since desc"
    _rec_name = "pin"

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The terminal that has the PIN.",
    )
    company_id = fields.Many2one(
        related="device_id.company_id", help="The company of the device."
    )
    pin = fields.Char(
        string="PIN",
        required=True,
        readonly=True,
        help="The PIN on the terminal, whatever becomes of its device user.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The employee who has the PIN from then on.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The contact who has it, if no employee does.",
    )
    vacant = fields.Boolean(
        string="Nobody's", readonly=True, help="Nobody has the PIN from then on."
    )
    since = fields.Datetime(
        string="Begins At",
        required=True,
        readonly=True,
        help="The first moment at which it holds.",
    )
    begins = fields.Char(
        string="From",
        compute="_compute_span",
        help="From when the PIN is the person's.",
    )
    ends = fields.Char(
        string="Until",
        compute="_compute_span",
        help="When the PIN became another person's, or nobody's. Empty: it still holds.",
    )

    _since_uniq = models.Constraint(
        "UNIQUE(device_id, pin, since)",
        "Another assignment of the PIN begins at the same instant.",
    )
    _one_person = models.Constraint(
        "CHECK((employee_id IS NOT NULL)::int + (partner_id IS NOT NULL)::int"
        " + (vacant IS TRUE)::int <= 1)",
        "A PIN is an employee's, a contact's or nobody's.",
    )

    @api.depends("since")
    @api.depends_context("lang", "tz")
    def _compute_span(self):
        histories = self._get_histories(self)
        for each in self:
            each.begins = (
                self.env._("The beginning")
                if each.since == BEGINNING
                else format_datetime(self.env, each.since, self.env.tz.zone)
            )
            until = next_begin(histories[each], each.since)
            each.ends = until != FOR_GOOD and format_datetime(
                self.env, until, self.env.tz.zone
            )

    @api.depends("employee_id", "partner_id", "vacant")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            person = each.employee_id or each.partner_id
            each.display_name = person.display_name or self.env._("Nobody")

    @api.model
    def _get_rows(self, records):
        """Return the assignments of the PINs of some records, in order of time.

        :param records: with ``device_id`` and ``pin``, such as device users.
        :return: ``{(device, PIN): assignments}``.
        """
        found = self.sudo().search(
            [
                ("device_id", "in", records.device_id.ids),
                ("pin", "in", records.mapped("pin")),
            ],
            order="since",
        )
        return found.grouped(lambda row: (row.device_id.id, row.pin))

    @api.model
    def _get_histories(self, records):
        """Return the history of the PIN of each record: ``{record: [Assignment]}``."""
        rows = self._get_rows(records)
        return {
            record: [
                Assignment(row.since, row._person_key())
                for row in rows.get((record.device_id.id, record.pin), ())
            ]
            for record in records
        }

    def _person_key(self):
        """Return the key of the person in a history, ``None`` for nobody."""
        if self.vacant:
            return None
        return get_person_key(self.employee_id or self.partner_id) or DELETED_PERSON

    @api.model
    def _store_histories(self, histories):
        """Store changed histories: rows that stay as they are keep who made them.

        :param histories: ``{device user: [Assignment]}``.
        """
        rows = self._get_rows(self.env["biometric.device.user"].union(*histories))
        stale, new = self.sudo(), []
        for user, history in histories.items():
            left = {(each.since, each.person) for each in history}
            for row in rows.get((user.device_id.id, user.pin), ()):
                place = (row.since, row._person_key())
                if place in left:
                    left.remove(place)
                else:
                    stale |= row
            new += [
                {
                    "device_id": user.device_id.id,
                    "pin": user.pin,
                    "since": since,
                    **get_person_values(person),
                    "vacant": person is None,
                }
                for since, person in sorted(left)
            ]
        stale.unlink()
        self.sudo().create(new)

    @api.model
    def _take_over(self, persons):
        """Make people the present owners of PINs, by default instants.

        :param persons: ``{device user: person}``, an empty recordset for nobody.
        """
        now = fields.Datetime.now()
        histories = self._get_histories(
            self.env["biometric.device.user"].union(*persons)
        )
        self._store_histories(
            {
                user: take_over(
                    histories[user],
                    get_person_key(person),
                    get_default_since(self.env, histories[user], person, now),
                    now,
                )
                for user, person in persons.items()
            }
        )
